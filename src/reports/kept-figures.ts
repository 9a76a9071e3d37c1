import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Figure, figures, type OwnFigure, quarterHourOf } from './quarter-hour.js';
import { Waits } from './waits.js';

export type Totals = Record<Figure, number>;
export type QuarterRow = Totals & { quarter_hour: number };
type Sums<Of extends string> = Record<Of, number | string | null>;

/** A time of a program, from a quarter of an hour up to another. */
interface Time {
  start: Date;
  end: Date;
}

const within = 'program_id = ? AND quarter_hour >= ? AND quarter_hour < ?';
const placed = (programId: number, { start, end }: Time) => [programId, quarterHourOf(start), quarterHourOf(end)];

/** The figures of programs as they are counted by now. What is read is as much as the time is long, however old the program is. */
@Injectable()
export class KeptFigures {
  constructor(private readonly database: Database) {}

  /** Those quarters of an hour in which anything happened. */
  quarterHours(programId: number, time: Time): Promise<QuarterRow[]> {
    return this.database.query<QuarterRow>(
      `SELECT quarter_hour, ${figures.join(', ')} FROM report_quarter_hours WHERE ${within} ORDER BY quarter_hour`,
      placed(programId, time),
    );
  }

  async totals(programId: number, time: Time): Promise<Totals> {
    const [row] = await this.database.query<Sums<Figure>>(
      `SELECT ${figures.map((figure) => `SUM(${figure}) AS ${figure}`).join(', ')} FROM report_quarter_hours WHERE ${within}`,
      placed(programId, time),
    );
    return Object.fromEntries(figures.map((figure) => [figure, Number(row?.[figure] ?? 0)])) as Totals;
  }

  /** What each person did who did anything. */
  async people(programId: number, time: Time): Promise<Map<number, Record<OwnFigure, number>>> {
    const rows = await this.database.query<Sums<OwnFigure> & { user_id: number }>(
      `SELECT user_id, SUM(assigned) AS assigned, SUM(replied) AS replied, SUM(resolved) AS resolved
       FROM report_people WHERE ${within} GROUP BY user_id`,
      placed(programId, time),
    );
    return new Map(
      rows.map(({ user_id: id, assigned, replied, resolved }) => [
        id,
        { assigned: Number(assigned), replied: Number(replied), resolved: Number(resolved) },
      ]),
    );
  }

  /** How long people waited for a first reply: all of them, and by who answered. */
  async waits(programId: number, time: Time): Promise<{ all: Waits; of: Map<number, Waits> }> {
    const rows = await this.database.query<{ user_id: number | null; seconds: number }>(
      `SELECT user_id, seconds FROM report_first_replies WHERE ${within}`,
      placed(programId, time),
    );
    const byPerson = Map.groupBy(rows, ({ user_id: id }) => id ?? 0);
    return {
      all: waitsOf(rows),
      of: new Map([...byPerson].map(([id, own]) => [id, waitsOf(own)])),
    };
  }
}

const waitsOf = (rows: { seconds: number }[]) => new Waits(rows.map(({ seconds }) => seconds));
