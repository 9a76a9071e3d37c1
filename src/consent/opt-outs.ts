import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ConsentChange } from './consent-change.js';
import { OptOut } from './opt-out.js';

type Change = Omit<ConsentChange, 'id' | 'change' | 'word' | 'providerId' | 'conversationId' | 'byUserId' | 'reason'> &
  Partial<ConsentChange>;

/** Who may not be texted, and the ledger of how that came about. */
@Injectable()
export class OptOuts {
  constructor(private readonly database: Database) {}

  /** Whether a number refuses texts from a program now. */
  async hold(programId: number, number: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 AS held FROM opt_outs WHERE program_id = ? AND number = ?', [
      programId,
      number,
    ]);
    return rows.length > 0;
  }

  /** Writes the opt-out and its line in the ledger; false when it held already. */
  async add(change: Change): Promise<boolean> {
    const { programId, number, at } = change;
    const isNew = await this.database.insertOnce(OptOut, { programId, number, since: at });
    if (isNew) await this.write('opt-out', change);
    await this.settleWishes(change);
    return isNew;
  }

  /** Lifts the opt-out, with a line in the ledger; false when there was none. */
  async lift(change: Change): Promise<boolean> {
    const { programId, number } = change;
    const lifted = await this.database.run('DELETE FROM opt_outs WHERE program_id = ? AND number = ?', [
      programId,
      number,
    ]);
    if (lifted) await this.write('opt-in', change);
    return lifted > 0;
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
