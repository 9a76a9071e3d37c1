import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, optionalInteger, optionalMoment, optionalString } from '../database/columns.js';
import { tooLong } from '../contacts/typed.js';
import type { Member } from '../people/member.js';
import { dayAfter, isoDayOf, momentOn } from '../programs/days.js';
import { Refusal } from '../refusal.js';

/** It runs when nobody is at work. */
const nightly = 3;
const day = 86_400_000;
const longestReason = 300;

/** Whoever stops erasing says why. */
export function mustSayWhy(reason: string) {
  const problem = reason ? tooLong(reason.length, longestReason) : 'Say why, for those who come later.';
  if (problem) throw new Refusal(problem, 'reason');
}

/** How long a program keeps conversations and contacts, and whether erasing is paused. */
@Entity('retention_schedules')
export class RetentionSchedule {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** For so long after their last activity; empty: forever. */
  @Column(optionalInteger) conversationMonths: number | null;
  @Column(optionalInteger) contactMonths: number | null;
  @Column(optionalMoment) pausedAt: Date | null;
  @Column(optionalInteger) pausedById: number | null;
  @Column(optionalString) pauseReason: string | null;
  /** Empty while everything is kept forever. */
  @Column(optionalMoment) nextRunAt: Date | null;
  /** Until when a process has it in hand. */
  @Column(optionalMoment) leaseUntil: Date | null;

  static of(programId: number): RetentionSchedule {
    return Object.assign(new RetentionSchedule(), {
      ...{ programId, conversationMonths: null, contactMonths: null, pausedAt: null, pausedById: null },
      ...{ pauseReason: null, nextRunAt: null, leaseUntil: null },
    });
  }

  get isOn() {
    return this.conversationMonths !== null || this.contactMonths !== null;
  }

  /** The first night is at least a day away, so that whoever mistyped can still correct it. */
  keep(conversationMonths: number | null, contactMonths: number | null, now: Date, zone: string) {
    this.conversationMonths = conversationMonths;
    this.contactMonths = contactMonths;
    this.nextRunAt = this.isOn ? nightAfter(new Date(now.getTime() + day), zone) : null;
  }

  pause(reason: string, by: Member, now: Date) {
    mustSayWhy(reason);
    this.pausedAt = now;
    this.pausedById = by.userId;
    this.pauseReason = reason;
  }

  /** What has piled up is not erased before the next night. */
  resume(now: Date, zone: string) {
    this.pausedAt = null;
    this.pausedById = null;
    this.pauseReason = null;
    this.nextRunAt = this.isOn ? nightAfter(new Date(now.getTime() + day), zone) : null;
  }

  /** Done for this night. */
  rest(now: Date, zone: string) {
    this.nextRunAt = this.isOn ? nightAfter(now, zone) : null;
    this.leaseUntil = null;
  }

  /** What had its last activity before these moments goes; null: none of it. */
  cutoffs(now: Date) {
    const before = (months: number | null) => (months === null ? null : monthsBefore(now, months));
    return { conversationsBefore: before(this.conversationMonths), contactsBefore: before(this.contactMonths) };
  }
}

/** The next time that the clocks of a zone strike three at night. */
export function nightAfter(moment: Date, zone: string): Date {
  const today = isoDayOf(moment, zone);
  const night = momentOn(today, nightly, zone);
  return night > moment ? night : momentOn(dayAfter(today), nightly, zone);
}

/** The same day so many months ago, or the last of its month where that has fewer days: never a shorter time. */
export function monthsBefore(moment: Date, months: number): Date {
  const first = new Date(moment);
  first.setUTCDate(1);
  first.setUTCMonth(first.getUTCMonth() - months);
  const last = new Date(Date.UTC(first.getUTCFullYear(), first.getUTCMonth() + 1, 0)).getUTCDate();
  first.setUTCDate(Math.min(moment.getUTCDate(), last));
  return first;
}
