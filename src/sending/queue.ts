import { Injectable } from '@nestjs/common';
import type { Source } from '../conversations/message.js';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Deliveries } from './deliveries.js';
import { Gate } from './gate.js';

/** A text that this process has taken out of the queue, and nobody else may send while the lease runs. */
export interface Claimed {
  id: number;
  programId: number;
  source: Source;
  to: string;
  from: string;
  body: string;
  clientRef: string;
  attempts: number;
  queuedAt: Date;
  dueAt: Date;
  leaseUntil: Date;
}

const lease = 30_000;

/** The messages table as a queue: a row with the status `queued` is a promise to send. */
@Injectable()
export class Queue {
  constructor(
    private readonly database: Database,
    private readonly gate: Gate,
    private readonly deliveries: Deliveries,
    private readonly clock: Clock,
  ) {}

  /** Takes out up to `room` texts that are due, oldest first; `found` counts those that were there to be taken. */
  async claim(room: number): Promise<{ claimed: Claimed[]; found: number }> {
    const due = await this.due(room);
    if (!due.length) return { claimed: [], found: 0 };
    const claimed = await this.database.transaction(async () => {
      const texts: Claimed[] = [];
      for (const id of due) if (await this.take(id)) texts.push(await this.read(id));
      return this.passing(texts);
    });
    return { claimed, found: due.length };
  }

  /**
   * Texts whose process died, or lost the database, while sending: nobody knows whether they left. They are never sent
   * again by themselves; a receipt or a person settles them.
   */
  async expire(): Promise<void> {
    const now = this.clock.now();
    const expired = await this.database.query<{ id: number }>(
      "SELECT id FROM messages WHERE status = 'sending' AND lease_until < ? LIMIT 100",
      [now],
    );
    for (const { id } of expired) await this.deliveries.lost(id);
  }

  private async due(room: number): Promise<number[]> {
    const rows = await this.database.query<{ id: number }>(
      "SELECT id FROM messages WHERE status = 'queued' AND due_at <= ? ORDER BY due_at, id LIMIT ?",
      [this.clock.now(), room],
    );
    return rows.map(({ id }) => id);
  }

  // Whoever changes the row has it: on several processes at once exactly one does.
  private async take(id: number): Promise<boolean> {
    const now = this.clock.now();
    const changed = await this.database.run(
      `UPDATE messages SET status = 'sending', lease_until = ?, attempts = attempts + 1
       WHERE id = ? AND status = 'queued' AND due_at <= ?`,
      [new Date(now.getTime() + lease), id, now],
    );
    return changed === 1;
  }

  private async read(id: number): Promise<Claimed> {
    const [row] = await this.database.query<ClaimedRow>(
      `SELECT message.id, message.program_id, message.source, message.body, message.client_ref, message.attempts,
         message.created_at, message.due_at, message.lease_until, conversation.number, program_number.number AS own_number
       FROM messages message JOIN conversations conversation ON conversation.id = message.conversation_id
       JOIN program_numbers program_number ON program_number.id = conversation.program_number_id WHERE message.id = ?`,
      [id],
    );
    return claimedFrom(row!);
  }

  private async passing(texts: Claimed[]): Promise<Claimed[]> {
    const passing: Claimed[] = [];
    for (const text of texts) {
      const failure = await this.gate.stops(text);
      if (failure) await this.deliveries.report(text.id, { status: 'failed', failure });
      else passing.push(text);
    }
    return passing;
  }
}

interface ClaimedRow {
  id: number;
  program_id: number;
  source: Source;
  body: string;
  client_ref: string;
  attempts: number;
  created_at: string | Date;
  due_at: string | Date;
  lease_until: string | Date;
  number: string;
  own_number: string;
}

const claimedFrom = (row: ClaimedRow): Claimed => ({
  id: row.id,
  programId: row.program_id,
  source: row.source,
  to: row.number,
  from: row.own_number,
  body: row.body,
  clientRef: row.client_ref,
  attempts: row.attempts,
  queuedAt: asDate(row.created_at),
  dueAt: asDate(row.due_at),
  leaseUntil: asDate(row.lease_until),
});
