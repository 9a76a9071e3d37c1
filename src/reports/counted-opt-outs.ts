import { Injectable } from '@nestjs/common';
import type { ConsentChange } from '../consent/consent-change.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Counts } from './counts.js';
import type { Source } from './source.js';

interface Line extends Pick<ConsentChange, 'id' | 'change' | 'source'> {
  program_id: number;
  at: string | Date;
}

/** What is counted of the ledger: a number that opts out is one, however many conversations say so. */
@Injectable()
export class CountedOptOuts implements Source<Line> {
  readonly table = 'consent_changes';

  constructor(private readonly database: Database) {}

  after(id: number, limit: number): Promise<Line[]> {
    return this.database.query<Line>(
      `SELECT id, program_id, \`change\`, source, at FROM consent_changes WHERE id > ? ORDER BY id LIMIT ${limit}`,
      [id],
    );
  }

  async count(lines: Line[]): Promise<Counts> {
    const counts = new Counts();
    for (const { change, source, program_id: programId, at } of lines)
      if (change === 'opt-out' && saidNow.has(source)) counts.add('stopped', { programId, at: asDate(at) });
    return counts;
  }
}

/** What a file brings was said long ago, and so was that of a number that comes back. */
const saidNow = new Set<ConsentChange['source']>(['keyword', 'staff', 'carrier']);
