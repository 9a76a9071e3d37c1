import type { EntityTarget, ObjectLiteral } from 'typeorm';
import type { Database } from '../database/database.js';

const atOnce = 100;

/** Writes many rows at once. Their ids are given beforehand, so that other rows can refer to them. */
export class Bulk {
  constructor(private readonly database: Database) {}

  async insert<Row extends ObjectLiteral & { id: number }>(entity: EntityTarget<Row>, rows: Row[]) {
    for (const some of chunks(rows)) {
      const insertion = this.database.manager.createQueryBuilder().insert().into(entity);
      await insertion
        .values(some as never)
        .updateEntity(false)
        .execute();
    }
  }

  /** Numbers rows that are not saved yet, in their order, from the first id that is free. */
  async number<Row extends ObjectLiteral & { id: number }>(table: string, rows: Row[]) {
    const [found] = await this.database.query<{ last: number }>(`SELECT COALESCE(MAX(id), 0) AS last FROM ${table}`);
    rows.forEach((row, place) => Object.assign(row, { id: Number(found!.last) + 1 + place }));
  }

  /** For tables without an entity: the names of the columns, then their values. */
  async insertValues(table: string, columns: string[], rows: unknown[][]) {
    const marks = `(${columns.map(() => '?').join(', ')})`;
    for (const some of chunks(rows))
      await this.database.run(
        `INSERT INTO ${table} (${columns.join(', ')}) VALUES ${some.map(() => marks).join(', ')}`,
        some.flat(),
      );
  }
}

function* chunks<Row>(rows: Row[]) {
  for (let from = 0; from < rows.length; from += atOnce) yield rows.slice(from, from + atOnce);
}
