import type { MigrationInterface, QueryRunner } from 'typeorm';
import { integer, moment, optional, withDefault } from './columns.js';
import { addColumns, dropColumns } from './create.js';

/** Being asked to slow down and being unreachable are counted apart: each has its own patience. */
export class CountTroubles1764000000280 implements MigrationInterface {
  async up(db: QueryRunner) {
    await addColumns(db, 'messages', [
      withDefault(integer('throttles'), '0'),
      optional(moment(db, 'throttled_since')),
      withDefault(integer('misses'), '0'),
    ]);
  }

  async down(db: QueryRunner) {
    await dropColumns(db, 'messages', ['misses', 'throttled_since', 'throttles']);
  }
}
