import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { OwnNumbers } from './own-numbers.js';
import { TurnedAway } from './turned-away.js';

export interface Turning {
  kind: string;
  reason: string;
  status: number;
  bytes: number;
  body: Buffer | null;
  address: string;
}

const day = 24 * 3600_000;
const keptFor = 30 * day;
const mostKept = 10_000;
const mostOfBody = 4096;
const mostCounted = 100;

/** Who was turned away at the door. A check that refuses real texts would lose them, so admins see every case. */
@Injectable()
export class DoorJournal {
  private written = 0;

  constructor(
    private readonly database: Database,
    private readonly numbers: OwnNumbers,
    private readonly clock: Clock,
  ) {}

  async write({ body, ...turning }: Turning): Promise<void> {
    const text = body?.subarray(0, mostOfBody).toString('utf8').replaceAll('\0', '') ?? null;
    // Of all of it: cut off, it would name nobody.
    const programId = await this.numbers.programNamedIn(turning.kind, body?.toString('utf8') ?? '');
    const row = { ...turning, programId, body: text, at: this.clock.now(), address: turning.address.slice(0, 64) };
    await this.database.transaction(() => this.database.manager.insert(TurnedAway, row));
    if (this.written++ % 200 === 0) await this.forgetOld();
  }

  /** How many were turned away in the last day, as far as this program's admins are concerned; counts up to 200. */
  async alarm(programId: number): Promise<number> {
    const since = new Date(this.clock.now().getTime() - day);
    const newest = (whose: string) =>
      `SELECT at FROM (SELECT at FROM refusals WHERE ${whose} ORDER BY id DESC LIMIT ${mostCounted}) newest WHERE at > ?`;
    const [row] = await this.database.query<{ count: number }>(
      `SELECT COUNT(*) AS count FROM (${newest('program_id = ?')} UNION ALL ${newest('program_id IS NULL')}) recent`,
      [programId, since, since],
    );
    return Number(row!.count);
  }

  // A stranger who knocks a million times fills no disk.
  private async forgetOld() {
    const [first] = await this.database.query<{ id: number }>(
      `SELECT id FROM refusals ORDER BY id DESC LIMIT 1 OFFSET ${mostKept}`,
    );
    const oldest = new Date(this.clock.now().getTime() - keptFor);
    await this.database.transaction(async () => {
      if (first) await this.database.run('DELETE FROM refusals WHERE id <= ?', [first.id]);
      await this.database.run('DELETE FROM refusals WHERE at < ?', [oldest]);
    });
  }
}
