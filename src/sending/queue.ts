import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { type Claimed, readClaimed } from './claimed.js';
import { Deliveries } from './deliveries.js';
import { Gate } from './gate.js';
import { type Due, type Lane, Lanes } from './lanes.js';
import { Paces, type PacesOf } from './paces.js';
import { Settling } from './settling.js';

const lease = 30_000;

/** What a look into the queue brought. */
export interface Claim {
  claimed: Claimed[];
  /** How many texts were there to be taken. */
  found: number;
  /** When a text that is due may leave at its rate; null when none waits for that. */
  opensAt: Date | null;
}

/** The messages table as a queue: a row with the status `queued` is a promise to send. */
@Injectable()
export class Queue {
  constructor(
    private readonly database: Database,
    private readonly lanes: Lanes,
    private readonly paces: Paces,
    private readonly gate: Gate,
    private readonly deliveries: Deliveries,
    private readonly settling: Settling,
    private readonly clock: Clock,
  ) {}

  /** Takes out up to `room` texts that are due and on time, replies first; at most `bulkRoom` of them are bulk. */
  async claim(room: number, bulkRoom = room): Promise<Claim> {
    const now = this.clock.now();
    const busy = (await this.lanes.busy(now)).filter(({ isBulk }) => !isBulk || bulkRoom > 0);
    if (!busy.length) return { claimed: [], found: 0, opensAt: null };
    const { open, opensAt } = this.sorted(busy, await this.paces.seen(busy), now);
    const due = open.length ? await this.lanes.first(open, room, now) : [];
    if (!due.length) return { claimed: [], found: 0, opensAt };
    const claimed = await this.database.transaction(() => this.takeAll(due, open, room, bulkRoom));
    return { claimed, found: due.length, opensAt };
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

  // Those that may send now, whoever has waited longest first, and when the next of the others may.
  private sorted(busy: Lane[], paces: PacesOf, now: Date): { open: Lane[]; opensAt: Date | null } {
    const timed = busy
      .map((lane) => ({ lane, at: paces.opensAt({ numberId: lane.id, isBulk: lane.isBulk }) }))
      .sort((a, b) => a.at - b.at);
    const open = timed.filter(({ at }) => at <= now.getTime()).map(({ lane }) => lane);
    const next = timed.find(({ at }) => at > now.getTime());
    const repliesFirst = open.sort((one, other) => Number(one.isBulk) - Number(other.isBulk));
    return { open: repliesFirst, opensAt: next ? new Date(next.at) : null };
  }

  private async takeAll(due: Due[], senders: Lane[], room: number, bulkRoom: number): Promise<Claimed[]> {
    const numbers = new Set(due.map(({ numberId }) => numberId));
    const paces = await this.paces.held(senders.filter(({ id }) => numbers.has(id)));
    const now = this.clock.now();
    const claimed: Claimed[] = [];
    let bulk = 0;
    for (const text of due) {
      if (claimed.length === room) break;
      if (text.isBulk && bulk === bulkRoom) break;
      if (paces.opensAt(text) > now.getTime()) continue;
      const taken = await this.take(text.id, now);
      if (!taken) continue;
      paces.pass(text, now.getTime());
      claimed.push(taken);
      if (text.isBulk) bulk += 1;
    }
    if (claimed.length) await this.paces.save(paces);
    return claimed;
  }

  // Whoever changes the row has it: on several processes at once exactly one does. The gate has the last word.
  private async take(id: number, now: Date): Promise<Claimed | null> {
    const changed = await this.database.run(
      `UPDATE messages SET status = 'sending', lease_until = ?, attempts = attempts + 1
       WHERE id = ? AND status = 'queued' AND due_at <= ?`,
      [new Date(now.getTime() + lease), id, now],
    );
    if (changed !== 1) return null;
    const text = await readClaimed(this.database, id);
    const stop = await this.gate.stops(text);
    if (!stop) return text;
    await this.settling.turnBack(id, stop);
    return null;
  }
}
