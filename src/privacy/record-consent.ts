import { Injectable } from '@nestjs/common';
import { Ledger, lineInWords } from '../consent/ledger.js';
import { type WishRule, wishRules } from '../consent/wishes.js';
import type { Contact } from '../contacts/contact.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Entry } from './record-sections.js';
import { slice, walk } from './walk.js';

/** What numbers said about being texted, for an export. */
@Injectable()
export class RecordConsent {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  async *optOuts({ programId }: Contact, numbers: string[]): AsyncGenerator<Entry> {
    if (!numbers.length) return;
    const rows = await this.database.query<{ number: string; since: string | Date }>(
      `SELECT number, since FROM opt_outs WHERE program_id = ? AND number IN (${marks(numbers)})`,
      [programId, ...numbers],
    );
    for (const { number, since } of rows) yield { number, since: asDate(since) };
  }

  async *changes({ programId }: Contact, numbers: string[]): AsyncGenerator<Entry> {
    for (let before = 0; ;) {
      const lines = await this.ledger.of(programId, numbers, before, slice);
      for (const { at, number, change, source, word, reason, by, ...rest } of lines)
        yield {
          at,
          number,
          change,
          source,
          word,
          reason,
          by,
          what: lineInWords({ change, source, word, by, ...rest }),
        };
      if (lines.length < slice) return;
      before = lines.at(-1)!.id;
    }
  }

  async *wishes({ programId }: Contact, numbers: string[]): AsyncGenerator<Entry> {
    if (!numbers.length) return;
    yield* walk<WishRow>(
      this.database,
      `SELECT wish.id, wish.number, wish.rule, wish.status, wish.found_at, wish.decided_at, user.name AS by_name
       FROM opt_out_wishes wish LEFT JOIN users user ON user.id = wish.decided_by_id
       WHERE wish.program_id = ? AND wish.number IN (${marks(numbers)}) AND wish.id > ? ORDER BY wish.id`,
      [programId, ...numbers],
      ({ number, rule, status, by_name: by, ...row }) => ({
        ...{ at: asDate(row.found_at), number, what: `A text ${wishRules[rule]}`, status, by },
        decided: asOptionalDate(row.decided_at),
      }),
    );
  }
}

interface WishRow {
  id: number;
  number: string;
  rule: WishRule;
  status: string;
  found_at: string | Date;
  decided_at: string | Date | null;
  by_name: string | null;
}
