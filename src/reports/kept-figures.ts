import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { type Figure, figures, type OwnFigure, ownFigures, quarterHourOf, wholeDaysOf } from './quarter-hour.js';
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
      `SELECT ${sumsOf(figures)} FROM report_quarter_hours WHERE ${within}`,
      placed(programId, time),
    );
    return numbersIn(row!, figures);
  }

  /** What each person did who did anything. */
  async people(programId: number, { start, end }: Time): Promise<Map<number, Record<OwnFigure, number>>> {
    const { before, days, after } = wholeDaysOf(quarterHourOf(start), quarterHourOf(end));
    const own = `user_id, ${ownFigures.join(', ')}`;
    const quarters = `SELECT ${own} FROM report_people WHERE ${within}`;
    const rows = await this.database.query<Sums<OwnFigure> & { user_id: number }>(
      `SELECT user_id, ${sumsOf(ownFigures)} FROM (
         SELECT ${own} FROM report_people_days WHERE program_id = ? AND day >= ? AND day < ?
         UNION ALL ${quarters} UNION ALL ${quarters}) done GROUP BY user_id`,
      [days, before, after].flatMap((range) => [programId, ...range]),
    );
    return new Map(rows.map((row) => [row.user_id, numbersIn(row, ownFigures)]));
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

const sumsOf = (names: readonly string[]) => names.map((name) => `SUM(${name}) AS ${name}`).join(', ');

const numbersIn = <Of extends string>(row: Sums<Of>, names: readonly Of[]) =>
  Object.fromEntries(names.map((name) => [name, Number(row[name] ?? 0)])) as Record<Of, number>;

const waitsOf = (rows: { seconds: number }[]) => new Waits(rows.map(({ seconds }) => seconds));
