import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { SliceRounds } from '../programs/slice-rounds.js';
import { GoingThrough } from './going-through.js';

const finding = `SELECT id FROM imports WHERE status IN ('checking', 'importing') ORDER BY id`;

/** Tries and carries out imports. */
@Injectable()
export class ImportRounds extends SliceRounds {
  constructor(database: Database, going: GoingThrough) {
    super(database, going, { what: 'import', finding, slice: 100, slices: 5 });
  }
}
