import { setImmediate as breathe } from 'node:timers/promises';
import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { csvLines, guarded, unguarded } from '../web/csv-cells.js';
import type { Import } from './import.js';
import { ImportLine } from './import-line.js';
import { Imports } from './imports.js';

const slice = 500;
const reasonColumn = 'Why it was refused';

/**
 * The lines that were not imported, as they stood in the file, with the reason: put right, they can be uploaded again.
 * Of an import that was stopped, also those that nobody came to.
 */
@Injectable()
export class RefusedFile {
  constructor(
    private readonly database: Database,
    private readonly imports: Imports,
  ) {}

  /** A part at a time, so that however many they are, few are in memory, and other pages get their turn in between. */
  async *parts(of: Import): AsyncGenerator<string> {
    const { names, hasHeader } = await this.imports.columns(of, of.mapping?.hasHeader ?? null);
    const header = hasHeader ? names : names.map((_, place) => `Column ${place + 1}`);
    yield csvLines([[...header.map(guarded), reasonColumn, 'Line']], true);
    for (let after = 0; ;) {
      const lines = await this.slice(of, after);
      if (lines.length)
        yield csvLines(
          lines.map(({ cells, problems, line }) => [
            ...header.map((_, column) => guarded(unguarded(cells[column] ?? ''))),
            guarded(problems?.join(' ') ?? 'The import was stopped before this line.'),
            String(line),
          ]),
        );
      if (lines.length < slice) return;
      after = lines.at(-1)!.id;
      await breathe();
    }
  }

  private slice({ id: importId, status }: Import, after: number): Promise<ImportLine[]> {
    const which = status === 'canceled' ? 'IS NOT NULL' : `= 'refused'`;
    return this.database.manager
      .createQueryBuilder(ImportLine, 'line')
      .where(`line.importId = :importId AND line.id > :after AND line.verdict ${which}`, { importId, after })
      .orderBy('line.id')
      .take(slice)
      .getMany();
  }
}
