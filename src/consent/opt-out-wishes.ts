import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Program } from '../programs/program.js';
import { dayAfter, isoDayOf } from '../programs/days.js';
import { businessDaysUntil } from './business-days.js';
import { OptOutWish } from './opt-out-wish.js';
import { type WishRule, wishRules } from './wishes.js';

/** What staff are told of a wish that waits for them. */
export interface OpenWish {
  id: number;
  /** What it says, as the queue words it. */
  reason: string;
  left: string;
  isOverdue: boolean;
}

/** Texts that read like a wish to opt out, until somebody has decided. */
@Injectable()
export class OptOutWishes {
  constructor(private readonly database: Database) {}

  /** Keeps a wish, in the transaction in which its text arrives. A number has one open wish at a time. */
  async keep(rule: WishRule, messageId: number, number: string, program: Program, now: Date): Promise<void> {
    if (await this.open(program.id, number, program.timeZone, now)) return;
    await this.database.insertOnce(OptOutWish, OptOutWish.found(rule, messageId, number, program, now));
  }

  /** The wish of a number that nobody has decided on; null when there is none. */
  async open(programId: number, number: string, zone: string, now: Date): Promise<OpenWish | null> {
    return (await this.openOf(programId, [number], zone, now)).get(number) ?? null;
  }

  /** The open wishes of several numbers, by number; of each the first. */
  async openOf(programId: number, numbers: string[], zone: string, now: Date): Promise<Map<string, OpenWish>> {
    if (!numbers.length) return new Map();
    const rows = await this.database.query<{ id: number; number: string; rule: WishRule; due_at: string | Date }>(
      `SELECT id, number, rule, due_at FROM opt_out_wishes
       WHERE program_id = ? AND number IN (${marks(numbers)}) AND status = 'open' ORDER BY id DESC`,
      [programId, ...numbers],
    );
    return new Map(
      rows.map(({ id, number, rule, due_at: dueAt }) => [
        number,
        { id, reason: wishRules[rule], ...leftUntil(asDate(dueAt), zone, now) },
      ]),
    );
  }

  /** Says that what a number wrote was no wish; false when nobody needed to say so. */
  async dismiss(programId: number, number: string, byUserId: number, now: Date): Promise<boolean> {
    const changed = await this.database.run(
      `UPDATE opt_out_wishes SET status = 'dismissed', decided_by_id = ?, decided_at = ?
       WHERE program_id = ? AND number = ? AND status = 'open'`,
      [byUserId, now, programId, number],
    );
    return changed > 0;
  }
}

/** How many business days are left after today. A wish is due at the midnight that ends its last day. */
export function leftUntil(dueAt: Date, zone: string, now: Date): Pick<OpenWish, 'left' | 'isOverdue'> {
  const tomorrow = dayAfter(isoDayOf(now, zone));
  const days = businessDaysUntil(tomorrow, isoDayOf(new Date(dueAt.getTime() - 1), zone));
  if (now >= dueAt) return { left: 'Overdue', isOverdue: true };
  if (days < 1) return { left: 'Due today', isOverdue: false };
  return { left: `${days} business ${days === 1 ? 'day' : 'days'} left`, isOverdue: false };
}
