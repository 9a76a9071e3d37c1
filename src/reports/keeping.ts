import { Injectable } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Database } from '../database/database.js';
import type { Counted, Counts } from './counts.js';
import { PersonalDay, PersonalQuarterHour, QuarterHour } from './quarter-hour.js';

/** Adds what was counted to the figures that are kept. Part of the caller's transaction. */
@Injectable()
export class Keeping {
  constructor(private readonly database: Database) {}

  async add({ programs, people, peopleDays }: Counts) {
    for (const each of programs.all) await this.addTo('report_quarter_hours', QuarterHour, each);
    for (const each of people.all) await this.addTo('report_people', PersonalQuarterHour, each);
    for (const each of peopleDays.all) await this.addTo('report_people_days', PersonalDay, each);
  }

  private async addTo(table: string, entity: EntityTarget<ObjectLiteral>, { place, counts }: Counted<object, string>) {
    const added = Object.entries(counts).filter(([, number]) => number);
    if (!added.length) return;
    const where = Object.keys(place).map((key) => `${columns[key as keyof typeof columns]} = ?`);
    const add = () =>
      this.database.run(
        `UPDATE ${table} SET ${added.map(([figure]) => `${figure} = ${figure} + ?`).join(', ')} WHERE ${where.join(' AND ')}`,
        [...added.map(([, number]) => number), ...Object.values(place)],
      );
    // Another process may count the other table at this moment, and come to the same quarter of an hour first.
    if (!(await add()) && !(await this.database.insertOnce(entity, { ...place, ...counts }))) await add();
  }
}

const columns = { programId: 'program_id', quarterHour: 'quarter_hour', day: 'day', userId: 'user_id' };
