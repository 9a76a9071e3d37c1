import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { ConsentChange } from './consent-change.js';

/** What is known of how people agreed to texts before they were here. */
export interface Agreed {
  programId: number;
  byUserId: number | null;
  /** Where and when, in a sentence. */
  reason: string;
  at: Date;
}

/** Notes in the ledger that people agreed to texts elsewhere: on a form, at a fair. */
@Injectable()
export class GivenConsent {
  constructor(private readonly database: Database) {}

  /**
   * A line for each number, in the transaction under way; the same once. A standing opt-out is never lifted by it, and gets
   * no line: what somebody agreed to before says nothing against their refusal. How many lines.
   */
  async note(numbers: string[], { programId, byUserId, reason, at }: Agreed): Promise<number> {
    const all = [...new Set(numbers)];
    if (!all.length) return 0;
    const silent = await this.database.query<{ number: string }>(
      `SELECT number FROM opt_outs WHERE program_id = ? AND number IN (${marks(all)})
       UNION SELECT number FROM consent_changes
       WHERE program_id = ? AND number IN (${marks(all)}) AND source = 'import' AND reason = ?`,
      [programId, ...all, programId, ...all, reason],
    );
    const told = new Set(silent.map(({ number }) => number));
    const rows = all
      .filter((number) => !told.has(number))
      .map((number) => ({
        programId,
        number,
        change: 'opt-in' as const,
        source: 'import' as const,
        byUserId,
        reason,
        at,
      }));
    await this.database.insertAll(ConsentChange, rows);
    return rows.length;
  }
}
