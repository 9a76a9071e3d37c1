import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { csvLines, guarded } from '../web/csv-cells.js';
import { type Holder, Ledger, type LedgerLine, lineInWords } from './ledger.js';

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
  constructor(private readonly ledger: Ledger) {}

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
    yield csvLines([header], true);
    for (let last = 0; ;) {
      const lines = await next(last);
      const holders = await this.ledger.holders(programId, lines);
      if (lines.length) yield csvLines(lines.map((line) => cells(line, holders.get(line.number) ?? []).map(guarded)));
      if (lines.length < slice) return;
      last = lines.at(-1)!.id;
      await breathe();
    }
  }
}

const cells = (line: LedgerLine, holders: Holder[]) => [
  line.at.toISOString(),
  line.number,
  line.change,
  lineInWords(line),
  line.source,
  line.word ?? '',
  line.reason ?? '',
  line.by ?? '',
  line.providerId ?? '',
  holders.map(({ name }) => name).join('; '),
];
