import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { ConsentChange } from './consent-change.js';
import { ErasedOptOuts } from './erased-opt-outs.js';
import { OptOut } from './opt-out.js';

type Change = Omit<ConsentChange, 'id' | 'change' | 'word' | 'providerId' | 'conversationId' | 'byUserId' | 'reason'> &
  Partial<ConsentChange> & {
    /** When they said it, where that is known and earlier than `at`. */
    saidAt?: Date;
  };

/** Who may not be texted, and the ledger of how that came about. */
@Injectable()
export class OptOuts {
  constructor(
    private readonly database: Database,
    private readonly erased: ErasedOptOuts,
  ) {}

  /** Whether a number refuses texts from a program now, also one whose owner was erased. */
  async hold(programId: number, number: string): Promise<boolean> {
    const [row] = await this.database.query<{ held: number | null; secret: string | null }>(
      `SELECT (SELECT 1 FROM opt_outs WHERE program_id = ? AND number = ?) AS held,
         (SELECT secret FROM opt_out_keys WHERE program_id = ?) AS secret`,
      [programId, number, programId],
    );
    if (row!.held) return true;
    return row!.secret !== null && this.erased.hold(programId, number, row!.secret);
  }

  /** Writes the opt-out and its line in the ledger; false when it held already. */
  async add(change: Change): Promise<boolean> {
    const { programId, number, at, saidAt = at } = change;
    await this.recall(programId, [number], at);
    const since = saidAt < at ? saidAt : at;
    const isNew = await this.database.insertOnce(OptOut, { programId, number, since });
    // Who says so again says so from then on: what they wrote before that lifts nothing.
    if (!isNew)
      await this.database.run('UPDATE opt_outs SET since = ? WHERE program_id = ? AND number = ? AND since < ?', [
        since,
        programId,
        number,
        since,
      ]);
    if (isNew) await this.write('opt-out', change);
    await this.settleWishes(change);
    return isNew;
  }

  /**
   * Whether the opt-out of a number was said after this moment: texts may arrive in another order than they were written in.
   * The provider's clock has seconds, so within the same one the order of arrival counts.
   */
  async outlasts(programId: number, number: string, moment: Date): Promise<boolean> {
    const optOut = await this.database.manager.findOneBy(OptOut, { programId, number });
    return optOut !== null && secondOf(optOut.since) > secondOf(moment);
  }

  /** Lifts the opt-out, with a line in the ledger; false when there was none. */
  async lift(change: Change): Promise<boolean> {
    const { programId, number, at } = change;
    await this.recall(programId, [number], at);
    const lifted = await this.database.run('DELETE FROM opt_outs WHERE program_id = ? AND number = ?', [
      programId,
      number,
    ]);
    if (lifted) await this.write('opt-in', change);
    return lifted > 0;
  }

  /**
   * Whoever brings numbers into a program says so here, in the same transaction: those whose owner had opted out before being
   * erased are opted out again, by their numbers. However many they are, a query for each five hundred.
   */
  async recall(programId: number, numbers: string[], at: Date): Promise<void> {
    for (const { number, since } of await this.erased.take(programId, numbers)) {
      if (!(await this.database.insertOnce(OptOut, { programId, number, since: asDate(since) }))) continue;
      await this.write('opt-out', { programId, number, source: 'erasure', reason: cameBack, at });
    }
  }

  /** Their owner is erased: the ledger of these numbers goes, and of those that are opted out a hash stays. */
  async erase(programId: number, numbers: string[]): Promise<void> {
    if (!numbers.length) return;
    const those = `program_id = ? AND number IN (${marks(numbers)})`;
    const standing = await this.database.query<{ number: string; since: string | Date }>(
      `SELECT number, since FROM opt_outs WHERE ${those}`,
      [programId, ...numbers],
    );
    await this.erased.keep(
      programId,
      standing.map(({ number, since }) => ({ number, since: asDate(since) })),
    );
    for (const table of ['opt_outs', 'consent_changes'])
      await this.database.run(`DELETE FROM ${table} WHERE ${those}`, [programId, ...numbers]);
  }

  // Whoever is opted out has what they wished, whoever it was that did it.
  private async settleWishes({ programId, number, at, byUserId = null }: Change) {
    await this.database.run(
      `UPDATE opt_out_wishes SET status = 'opted-out', decided_by_id = ?, decided_at = ?
       WHERE program_id = ? AND number = ? AND status = 'open'`,
      [byUserId, at, programId, number],
    );
  }

  private async write(kind: ConsentChange['change'], change: Change) {
    await this.database.manager.insert(ConsentChange, { ...change, change: kind });
  }
}

const secondOf = (moment: Date) => Math.floor(moment.getTime() / 1000);

const cameBack = 'It had opted out before its contact was erased.';
