import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';

/** A number of ours that has something to send. */
export interface Sender {
  id: number;
  segmentsPerMinute: number;
}

/** The replies, or the bulk, that wait for one number of ours. */
export interface Lane extends Sender {
  isBulk: boolean;
}

/** A text that is due. */
export interface Due {
  id: number;
  numberId: number;
  isBulk: boolean;
  segments: number;
  dueAt: Date;
  /** Its place in its lane. */
  place: number;
}

/** The most lanes that are looked into in one round. */
const mostLanes = 40;

/** What waits in the queue, lane by lane, so that a number that must wait holds up no other. */
@Injectable()
export class Lanes {
  constructor(private readonly database: Database) {}

  /** The lanes in which something is due. */
  async busy(now: Date): Promise<Lane[]> {
    const waits = (isBulk: number) =>
      `EXISTS (SELECT 1 FROM messages WHERE status = 'queued' AND program_number_id = number.id
         AND is_bulk = ${isBulk} AND due_at <= ?)`;
    const rows = await this.database.query<Row>(
      `SELECT number.id, number.segments_per_minute, ${waits(0)} AS has_replies, ${waits(1)} AS has_bulk
       FROM program_numbers number`,
      [now, now],
    );
    return rows.flatMap(({ id, segments_per_minute: segmentsPerMinute, has_replies: replies, has_bulk: bulk }) => [
      ...(Number(replies) ? [{ id, segmentsPerMinute, isBulk: false }] : []),
      ...(Number(bulk) ? [{ id, segmentsPerMinute, isBulk: true }] : []),
    ]);
  }

  /** The first texts of these lanes: replies by their age, then bulk, of each number in turn. */
  async first(lanes: Lane[], most: number, now: Date): Promise<Due[]> {
    const some = lanes.slice(0, mostLanes);
    const one = `SELECT id, program_number_id, is_bulk, segments, due_at FROM messages
      WHERE status = 'queued' AND program_number_id = ? AND is_bulk = ? AND due_at <= ? ORDER BY due_at, id LIMIT ?`;
    const rows = await this.database.query<DueRow>(
      some.map((_, index) => `SELECT * FROM (${one}) lane${index}`).join(' UNION ALL '),
      some.flatMap(({ id, isBulk }) => [id, isBulk ? 1 : 0, now, most]),
    );
    const places = new Map<string, number>();
    const byAge = rows.map((row) => ({ ...row, dueAt: asDate(row.due_at) })).sort(oldest);
    return byAge.map((row) => dueFrom(row, places)).sort(inTurn);
  }
}

interface Row {
  id: number;
  segments_per_minute: number;
  has_replies: number | string;
  has_bulk: number | string;
}

interface DueRow {
  id: number;
  program_number_id: number;
  is_bulk: number;
  segments: number;
  due_at: string | Date;
}

function dueFrom(row: DueRow & { dueAt: Date }, places: Map<string, number>): Due {
  const lane = `${row.program_number_id} ${row.is_bulk}`;
  const place = places.get(lane) ?? 0;
  places.set(lane, place + 1);
  const { id, program_number_id: numberId, segments, dueAt } = row;
  return { id, numberId, isBulk: Boolean(row.is_bulk), segments, dueAt, place };
}

function inTurn(one: Due, other: Due): number {
  if (one.isBulk !== other.isBulk) return one.isBulk ? 1 : -1;
  return (one.isBulk ? one.place - other.place : 0) || oldest(one, other);
}

const oldest = (one: { id: number; dueAt: Date }, other: { id: number; dueAt: Date }) =>
  one.dueAt.getTime() - other.dueAt.getTime() || one.id - other.id;
