import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, optionalInteger, optionalMoment, string } from '../database/columns.js';
import { isoDayOf, startOfDay, dayAfter } from '../programs/days.js';
import type { Program } from '../programs/program.js';
import { businessDayAfter } from './business-days.js';
import type { WishRule } from './wishes.js';

/** So many business days the US rule gives to do what somebody wished. */
const daysToDecide = 10;

/** A text that reads like a wish to opt out, until somebody has decided whether it is one. */
@Entity('opt_out_wishes')
export class OptOutWish {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(integer) messageId: number;
  @Column(string) number: string;
  @Column(string) rule: WishRule;
  @Column(string) status: 'open' | 'opted-out' | 'dismissed';
  @Column(moment) foundAt: Date;
  /** The end of the tenth business day after it came. */
  @Column(moment) dueAt: Date;
  @Column(optionalInteger) decidedById: number | null;
  @Column(optionalMoment) decidedAt: Date | null;

  static found(rule: WishRule, messageId: number, number: string, program: Program, now: Date): Partial<OptOutWish> {
    const { id: programId, timeZone } = program;
    const due = businessDayAfter(isoDayOf(now, timeZone), daysToDecide);
    const dueAt = startOfDay(dayAfter(due), timeZone);
    return { programId, messageId, number, rule, status: 'open', foundAt: now, dueAt };
  }
}
