import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { SliceRounds } from '../programs/slice-rounds.js';
import { CarryingOut } from './carrying-out.js';

const finding = `SELECT id FROM contact_edits WHERE status = 'running' ORDER BY id`;

/** Carries out edits. */
@Injectable()
export class EditRounds extends SliceRounds {
  constructor(database: Database, carryingOut: CarryingOut) {
    super(database, carryingOut, { what: 'edit', finding, slice: 200, slices: 5 });
  }
}
