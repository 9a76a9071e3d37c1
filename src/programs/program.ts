import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { flag, integer, moment, optionalJson, optionalText, string } from '../database/columns.js';

/** Words that are the whole text of a message and mean something by themselves. */
export interface KeywordLists {
  stop: string[];
  start: string[];
  help: string[];
}

/** An admissions office with its own staff, contacts, numbers and settings: the unit of separation. */
@Entity('programs')
export class Program {
  @PrimaryGeneratedColumn() id: number;
  @Column(string) name: string;
  @Column(string) country: string;
  @Column(string) timeZone: string;
  @Column(flag) isDemo: boolean;
  @Column(flag) allowsAutoAssignment: boolean;
  @Column(integer) waitingLimitMinutes: number;
  @Column(optionalJson) keywords: KeywordLists | null;
  @Column(optionalText) optOutConfirmation: string | null;
  @Column(optionalText) optInConfirmation: string | null;
  @Column(optionalText) helpAnswer: string | null;
  @Column(moment) createdAt: Date;

  static named(name: string, now: Date, own: Partial<Program> = {}): Program {
    return Object.assign(new Program(), {
      name,
      country: 'US',
      timeZone: 'America/New_York',
      isDemo: false,
      allowsAutoAssignment: false,
      waitingLimitMinutes: 240,
      createdAt: now,
      ...own,
    });
  }

  /** What a number hears once when it opts out. */
  get textOnOptOut() {
    return this.optOutConfirmation ?? `You won't get any more texts from ${this.name}. Reply START to get them again.`;
  }

  /** What a number hears once when it opts back in. */
  get textOnOptIn() {
    return this.optInConfirmation ?? `You'll get texts from ${this.name} again. Reply STOP to end them.`;
  }

  /** What a number hears that asks for help. */
  get textOnHelp() {
    return this.helpAnswer ?? `${this.name} admissions. Text us your question here. Reply STOP to get no more texts.`;
  }
}
