import { createHmac, randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { Column, Entity, PrimaryGeneratedColumn } from 'typeorm';
import { integer, moment, string } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';

/** That a number which nobody has any more must not be texted: the only thing that is left of somebody who was erased. */
@Entity('erased_opt_outs')
export class ErasedOptOut {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  /** HMAC-SHA256 of the number, in hex. */
  @Column(string) hash: string;
  @Column(moment) since: Date;
}

/** What the numbers of a program are hashed with. It stays the same for ever, whatever becomes of SESSION_SECRET. */
@Entity('opt_out_keys')
export class OptOutKey {
  @PrimaryGeneratedColumn() id: number;
  @Column(integer) programId: number;
  @Column(string) secret: string;
}

const atOnce = 500;
const hashOf = (number: string, secret: string) => createHmac('sha256', secret).update(number).digest('hex');

/** The opt-outs of people who were erased, as hashes: nobody can be read from them, but a number that comes back is known. */
@Injectable()
export class ErasedOptOuts {
  constructor(private readonly database: Database) {}

  /** Whether a number is one of them, with the secret of its program (see `OptOuts.hold`). */
  async hold(programId: number, number: string, secret: string): Promise<boolean> {
    const rows = await this.database.query('SELECT 1 AS held FROM erased_opt_outs WHERE program_id = ? AND hash = ?', [
      programId,
      hashOf(number, secret),
    ]);
    return rows.length > 0;
  }

  /** Keeps these as hashes. Part of the caller's transaction. */
  async keep(programId: number, optOuts: { number: string; since: Date }[]): Promise<void> {
    if (!optOuts.length) return;
    const secret = (await this.secretOf(programId)) ?? (await this.newSecret(programId));
    for (const { number, since } of optOuts)
      await this.database.insertOnce(ErasedOptOut, { programId, hash: hashOf(number, secret), since });
  }

  /** Which of these numbers are here, and since when. They are taken out, for the caller to opt out by their numbers. */
  async take(programId: number, numbers: string[]): Promise<{ number: string; since: string | Date }[]> {
    const secret = numbers.length ? await this.secretOf(programId) : null;
    if (!secret) return [];
    const found: { number: string; since: string | Date }[] = [];
    for (let from = 0; from < numbers.length; from += atOnce) {
      const byHash = new Map(numbers.slice(from, from + atOnce).map((number) => [hashOf(number, secret), number]));
      const rows = await this.database.query<{ id: number; hash: string; since: string | Date }>(
        `SELECT id, hash, since FROM erased_opt_outs WHERE program_id = ? AND hash IN (${marks([...byHash])})`,
        [programId, ...byHash.keys()],
      );
      found.push(...rows.map(({ hash, since }) => ({ number: byHash.get(hash)!, since })));
      const ids = rows.map(({ id }) => id);
      if (ids.length) await this.database.run(`DELETE FROM erased_opt_outs WHERE id IN (${marks(ids)})`, ids);
    }
    return found;
  }

  private async secretOf(programId: number): Promise<string | null> {
    const [row] = await this.database.query<{ secret: string }>(
      'SELECT secret FROM opt_out_keys WHERE program_id = ?',
      [programId],
    );
    return row?.secret ?? null;
  }

  // Another process may make it at the same moment: the one that is stored counts.
  private async newSecret(programId: number): Promise<string> {
    await this.database.insertOnce(OptOutKey, { programId, secret: randomBytes(32).toString('hex') });
    return (await this.secretOf(programId))!;
  }
}
