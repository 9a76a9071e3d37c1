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

/** Nobody waits behind what has been in the queue for so long. It also keeps the look into a conversation short. */
const longestBehind = 24 * 3600_000;

const due = `SELECT message.id, message.program_number_id, message.is_bulk, message.segments, message.due_at
  FROM messages message
  WHERE message.status = 'queued' AND message.program_number_id = ? AND message.is_bulk = ? AND message.due_at <= ?`;
const dueFirst = 'ORDER BY message.due_at, message.id LIMIT ?';
const dueBulk = `${due} ${dueFirst}`;
// The confirmation of an opt-out waits for nothing: what is before it must not leave anyway. What is on its way and shows
// why it was put off is tried again, and may come back: only its own lease, not that of every text on its way, is waited for.
const dueReplies = `${due} AND (message.source = 'opt-out-confirmation' OR NOT EXISTS (
  SELECT 1 FROM messages earlier WHERE earlier.conversation_id = message.conversation_id AND earlier.at > ?
    AND earlier.id < message.id AND earlier.is_bulk = 0
    AND (earlier.status = 'queued' AND earlier.due_at > message.due_at
      OR earlier.status = 'sending' AND earlier.error_code IS NOT NULL))) ${dueFirst}`;

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

  /**
   * The first texts of these lanes: replies by their age, then bulk, of each number in turn. A reply is not among them while
   * an earlier one of its conversation was put off until after it, or is being tried again: what was written second would
   * arrive first.
   */
  async first(lanes: Lane[], most: number, now: Date): Promise<Due[]> {
    const some = lanes.slice(0, mostLanes);
    const since = new Date(now.getTime() - longestBehind);
    const rows = await this.database.query<DueRow>(
      some
        .map(({ isBulk }, index) => `SELECT * FROM (${isBulk ? dueBulk : dueReplies}) lane${index}`)
        .join(' UNION ALL '),
      some.flatMap(({ id, isBulk }) => [id, isBulk ? 1 : 0, now, ...(isBulk ? [] : [since]), most]),
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
