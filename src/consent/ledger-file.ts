import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { stringify } from 'csv-stringify/sync';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { guarded } from '../web/csv-cells.js';
import { Ledger, type LedgerLine, lineInWords } from './ledger.js';

const slice = 500;
const header = [
  'When (UTC)',
  'Number',
  'Change',
  'What happened',
  'Source',
  'Text',
  'Reason',
  'By',
  'Message',
  'Contacts',
];

/** The ledger as a file that proves every yes and no. */
@Injectable()
export class LedgerFile {
  constructor(
    private readonly database: Database,
    private readonly ledger: Ledger,
  ) {}

  /** Of some numbers, the newest first. */
  ofNumbers(programId: number, numbers: string[]): AsyncGenerator<string> {
    return this.parts(programId, (last) => this.ledger.of(programId, numbers, last, slice));
  }

  /** Of all numbers in a time, the oldest first. */
  ofPeriod(programId: number, period: { from: Date; to: Date }): AsyncGenerator<string> {
    return this.parts(programId, (last) => this.ledger.between(programId, period, last, slice));
  }

  // A part at a time, so that however long the ledger is, little of it is in memory.
  private async *parts(programId: number, next: (last: number) => Promise<LedgerLine[]>): AsyncGenerator<string> {
    yield written([header], true);
    for (let last = 0; ;) {
      const lines = await next(last);
      const names = await this.contactsOf(programId, lines);
      if (lines.length) yield written(lines.map((line) => cells(line, names.get(line.number) ?? []).map(guarded)));
      if (lines.length < slice) return;
      last = lines.at(-1)!.id;
      await breathe();
    }
  }

  private async contactsOf(programId: number, lines: LedgerLine[]): Promise<Map<string, string[]>> {
    const numbers = [...new Set(lines.map(({ number }) => number))];
    const names = new Map<string, string[]>();
    if (!numbers.length) return names;
    const rows = await this.database.query<{ number: string; first_name: string; last_name: string }>(
      `SELECT phone.number, contact.first_name, contact.last_name FROM phone_numbers phone
       JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number IN (${marks(numbers)}) ORDER BY contact.id`,
      [programId, ...numbers],
    );
    for (const row of rows)
      names.set(row.number, [...(names.get(row.number) ?? []), `${row.first_name} ${row.last_name}`.trim()]);
    return names;
  }
}

const cells = (line: LedgerLine, contacts: string[]) => [
  line.at.toISOString(),
  line.number,
  line.change,
  lineInWords(line),
  line.source,
  line.word ?? '',
  line.reason ?? '',
  line.by ?? '',
  line.providerId ?? '',
  contacts.join('; '),
];

const written = (lines: string[][], isFirst = false): string =>
  stringify(lines, { bom: isFirst, record_delimiter: '\r\n', quoted_match: /[\r\n]/ });
