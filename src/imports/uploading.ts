import { Injectable } from '@nestjs/common';
import { setImmediate as breathe } from 'node:timers/promises';
import { Database } from '../database/database.js';
import { isDuplicate } from '../database/duplicate.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { Refusal } from '../refusal.js';
import { inDigits } from '../web/digits.js';
import { type Line, linesOf, notationInWords, notationOf } from './file-lines.js';
import { Import } from './import.js';
import { ImportLine } from './import-line.js';

export const mostLines = 250_000;
export const mostColumns = 250;
/** What a column of type TEXT takes, in bytes. */
const longest = 60_000;
const slice = 500;
const sliceBytes = 500_000;

/** Takes an uploaded file into the database, where any process finds it: its lines become rows. */
@Injectable()
export class Uploading {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** All of the file, or nothing. The same form again (its token) finds the import that it made. */
  async take(path: string, fileName: string, formToken: string | null, by: Member): Promise<Import> {
    const notation = await notationOf(path);
    const fresh = Import.of(by.programId, by.userId, shortened(fileName), formToken, this.clock.now());
    fresh.notation = notationInWords(notation);
    const made = await this.begin(fresh);
    if (made !== fresh) return made;
    try {
      await this.keep(made, linesOf(path, notation));
      await this.database.transaction(() => this.database.manager.save(made));
      return made;
    } catch (error) {
      await this.database.transaction(() => this.database.run('DELETE FROM imports WHERE id = ?', [made.id]));
      throw error;
    }
  }

  private async begin(fresh: Import): Promise<Import> {
    try {
      return await this.database.transaction(() => this.database.manager.save(fresh));
    } catch (error) {
      const { formToken } = fresh;
      const known = isDuplicate(error) && (await this.database.manager.findOneBy(Import, { formToken: formToken! }));
      if (!known) throw error;
      return known;
    }
  }

  private async keep(made: Import, lines: AsyncIterable<Line>) {
    let waiting: Partial<ImportLine>[] = [];
    let bytes = 0;
    for await (const line of lines) {
      made.lineCount += 1;
      if (made.lineCount === 1) made.width = line.cells.length;
      const row = rowOf(made.id, line);
      waiting.push(row);
      bytes += row.cells!.reduce((sum, cell) => sum + cell.length, 0);
      if (made.lineCount > mostLines) throw tooMany;
      if (line.cells.length > mostColumns)
        throw new Refusal(
          `Line ${line.number} has ${line.cells.length} columns; there is room for ${mostColumns}. Take some out.`,
          'file',
        );
      if (waiting.length < slice && bytes < sliceBytes) continue;
      await this.write(waiting);
      waiting = [];
      bytes = 0;
    }
    await this.write(waiting);
    if (!made.lineCount) throw new Refusal('There is nothing in this file.', 'file');
    Object.assign(made, { status: 'mapping', changedAt: this.clock.now() });
  }

  // Patiently, because others write meanwhile.
  private async write(rows: Partial<ImportLine>[]) {
    await this.database.patiently(() => this.database.transaction(() => this.database.insertAll(ImportLine, rows)));
    await breathe();
  }
}

const tooMany = new Refusal(
  `There is room for ${inDigits(mostLines)} lines. Split the file, and upload one part after the other.`,
  'file',
);

// A line that is too long for its place is kept without its cells, and refused in the dry run.
const rowOf = (importId: number, { number, cells }: Line): Partial<ImportLine> => ({
  importId,
  line: number,
  cells: Buffer.byteLength(JSON.stringify(cells)) <= longest ? cells : [],
});

const shortened = (name: string) => {
  const plain = name.replace(/[\p{Cc}\s]+/gu, ' ').trim() || 'contacts.csv';
  return plain.length > 180 ? `${plain.slice(0, 150)}…${plain.slice(-20)}` : plain;
};
