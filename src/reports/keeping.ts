import { Injectable } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Counted, Counts } from './counts.js';
import { PersonalDay, PersonalQuarterHour, QuarterHour } from './quarter-hour.js';

/** A table of figures, and what says which row: the program, the time, and perhaps the person. */
interface Table {
  name: string;
  entity: EntityTarget<ObjectLiteral>;
  time: 'quarter_hour' | 'day';
  columns: string[];
}

const tables: Record<keyof Pick<Counts, 'programs' | 'people' | 'peopleDays'>, Table> = {
  programs: {
    ...{ name: 'report_quarter_hours', entity: QuarterHour },
    ...{ time: 'quarter_hour', columns: ['program_id', 'quarter_hour'] },
  },
  people: {
    ...{ name: 'report_people', entity: PersonalQuarterHour },
    ...{ time: 'quarter_hour', columns: ['program_id', 'quarter_hour', 'user_id'] },
  },
  peopleDays: {
    ...{ name: 'report_people_days', entity: PersonalDay },
    ...{ time: 'day', columns: ['program_id', 'day', 'user_id'] },
  },
};

/** Adds what was counted to the figures that are kept. Part of the transaction of whoever counts, one at a time. */
@Injectable()
export class Keeping {
  constructor(private readonly database: Database) {}

  async add(counts: Counts) {
    await this.addAll(tables.programs, counts.programs.all);
    await this.addAll(tables.people, counts.people.all);
    await this.addAll(tables.peopleDays, counts.peopleDays.all);
  }

  // History is nearly all new rows, and what happens now nearly always adds to one that is there.
  private async addAll(table: Table, all: Counted[]) {
    const known = await this.known(table, all);
    const [old, fresh] = [true, false].map((isOld) => all.filter(({ place }) => known.has(place.join()) === isOld));
    await this.database.insertAll(
      table.entity,
      fresh!.map(({ row }) => row),
    );
    for (const each of old!) await this.addTo(table, each);
  }

  private async known({ name, time, columns }: Table, all: Counted[]): Promise<Set<string>> {
    const known = new Set<string>();
    for (const [programId, those] of Map.groupBy(all, ({ place }) => place[0]!)) {
      const times = [...new Set(those.map(({ place }) => place[1]!))];
      const rows = await this.database.query<Record<string, number>>(
        `SELECT ${columns.join(', ')} FROM ${name} WHERE program_id = ? AND ${time} IN (${marks(times)})`,
        [programId, ...times],
      );
      for (const row of rows) known.add(columns.map((column) => row[column]).join());
    }
    return known;
  }

  private async addTo({ name, columns }: Table, { place, counts }: Counted) {
    const added = Object.entries(counts).filter(([, number]) => number);
    if (!added.length) return;
    await this.database.run(
      `UPDATE ${name} SET ${added.map(([figure]) => `${figure} = ${figure} + ?`).join(', ')}
       WHERE ${columns.map((column) => `${column} = ?`).join(' AND ')}`,
      [...added.map(([, number]) => number), ...place],
    );
  }
}
