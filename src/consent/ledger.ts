import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { byTexting } from './by-texting.js';
import type { ConsentChange } from './consent-change.js';

/** A line of the ledger as it is read. */
export interface LedgerLine {
  id: number;
  at: Date;
  number: string;
  change: ConsentChange['change'];
  source: ConsentChange['source'];
  /** The whole text of the message that did it, where it was a keyword. */
  word: string | null;
  providerId: string | null;
  conversationId: number | null;
  by: string | null;
  reason: string | null;
}

/** A contact who has a number. */
export interface Holder {
  id: number;
  name: string;
}

interface Row {
  id: number;
  at: string | Date;
  number: string;
  change: ConsentChange['change'];
  source: ConsentChange['source'];
  word: string | null;
  provider_id: string | null;
  conversation_id: number | null;
  by_name: string | null;
  reason: string | null;
}

/** Every yes and no to texts, as it was written down. */
@Injectable()
export class Ledger {
  constructor(private readonly database: Database) {}

  /** What these numbers said to a program, the newest first, before a line (0: from the newest on). */
  async of(programId: number, numbers: string[], before: number, limit: number): Promise<LedgerLine[]> {
    if (!numbers.length) return [];
    const older = before ? 'AND change_.id < ?' : '';
    return this.lines(
      `change_.program_id = ? AND change_.number IN (${marks(numbers)}) ${older} ORDER BY change_.id DESC LIMIT ${limit}`,
      [programId, ...numbers, ...(before ? [before] : [])],
    );
  }

  /** What all numbers of a program said, the newest first. */
  newest(programId: number, before: number, limit: number): Promise<LedgerLine[]> {
    const older = before ? 'AND change_.id < ?' : '';
    return this.lines(`change_.program_id = ? ${older} ORDER BY change_.id DESC LIMIT ${limit}`, [
      programId,
      ...(before ? [before] : []),
    ]);
  }

  /** What they said from one moment up to another, the oldest first, after a line. */
  between(programId: number, { from, to }: { from: Date; to: Date }, after: number, limit: number) {
    return this.lines(
      `change_.program_id = ? AND change_.at >= ? AND change_.at < ? AND change_.id > ? ORDER BY change_.id LIMIT ${limit}`,
      [programId, from, to, after],
    );
  }

  /** The contacts who have the numbers of some lines by now, by number. */
  async holders(programId: number, lines: LedgerLine[]): Promise<Map<string, Holder[]>> {
    const numbers = [...new Set(lines.map(({ number }) => number))];
    if (!numbers.length) return new Map();
    const rows = await this.database.query<{ number: string; id: number; first_name: string; last_name: string }>(
      `SELECT phone.number, contact.id, contact.first_name, contact.last_name FROM phone_numbers phone
       JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number IN (${marks(numbers)}) ORDER BY contact.id`,
      [programId, ...numbers],
    );
    const holders = rows.map((row) => ({
      number: row.number,
      id: row.id,
      name: `${row.first_name} ${row.last_name}`.trim(),
    }));
    return Map.groupBy(holders, ({ number }) => number);
  }

  private async lines(sql: Condition['sql'], values: unknown[]): Promise<LedgerLine[]> {
    const rows = await this.database.query<Row>(
      `SELECT change_.id, change_.at, change_.number, change_.change, change_.source, change_.word, change_.provider_id,
         change_.conversation_id, person.name AS by_name, change_.reason
       FROM consent_changes change_ LEFT JOIN users person ON person.id = change_.by_user_id WHERE ${sql}`,
      values,
    );
    return rows.map(({ provider_id: providerId, conversation_id: conversationId, by_name: by, at, ...row }) => ({
      ...row,
      at: asDate(at),
      providerId,
      conversationId,
      by,
    }));
  }
}

/** What a line says, as a sentence. */
export function lineInWords({
  change,
  source,
  word,
  by,
}: Pick<LedgerLine, 'change' | 'source' | 'word' | 'by'>): string {
  const what = change === 'opt-out' ? 'Opted out' : source === 'import' ? 'Agreed to texts' : 'Opted back in';
  if (word) return `${what} ${byTexting(word)}`;
  if (source === 'carrier') return `${what} with the carrier`;
  if (source === 'erasure') return 'Opted out again: the number had opted out before its contact was erased';
  if (source === 'import') return by ? `${what}, imported by ${by}` : `${what}, imported`;
  return by ? `${what} by ${by}` : what;
}
