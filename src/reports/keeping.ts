import { Injectable } from '@nestjs/common';
import type { EntityTarget, ObjectLiteral } from 'typeorm';
import { Database } from '../database/database.js';
import type { Counts } from './counts.js';
import { PersonalQuarterHour, QuarterHour } from './quarter-hour.js';

/** Adds what was counted to the figures that are kept. Part of the caller's transaction. */
@Injectable()
export class Keeping {
  constructor(private readonly database: Database) {}

  async add({ ofPrograms, ofPeople }: Counts) {
    for (const { programId, quarterHour, counts } of ofPrograms)
      await this.addTo('report_quarter_hours', QuarterHour, { programId, quarterHour }, counts);
    for (const { programId, quarterHour, userId, counts } of ofPeople)
      await this.addTo('report_people', PersonalQuarterHour, { programId, quarterHour, userId }, counts);
  }

  private async addTo(
    table: string,
    entity: EntityTarget<ObjectLiteral>,
    place: Place,
    counts: Record<string, number>,
  ) {
    const [added, where] = [Object.entries(counts).filter(([, number]) => number), Object.entries(place)];
    if (!added.length) return;
    const add = () =>
      this.database.run(
        `UPDATE ${table} SET ${added.map(([figure]) => `${figure} = ${figure} + ?`).join(', ')}
         WHERE ${where.map(([column]) => `${columns[column as keyof Place]} = ?`).join(' AND ')}`,
        [...added, ...where].map(([, value]) => value),
      );
    // Another process may count the other table at this moment, and come to the same quarter of an hour first.
    if (!(await add()) && !(await this.database.insertOnce(entity, { ...place, ...counts }))) await add();
  }
}

interface Place {
  programId: number;
  quarterHour: number;
  userId?: number;
}

const columns: Record<keyof Place, string> = {
  programId: 'program_id',
  quarterHour: 'quarter_hour',
  userId: 'user_id',
};
