import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { Recurring } from '../programs/recurring.js';
import { DuplicatePair } from './duplicate-pair.js';
import { nameKeys, type Somebody } from './likeness.js';
import { type Alike, Lookalikes } from './lookalikes.js';

const lookEvery = 5_000;
const slice = 50;
/** A change may be saved after a later one: so far back it is looked again. */
const overlap = 60_000;
/** A file of a hundred thousand contacts keeps it busy for a quarter of an hour, in which every page is as quick as ever. */
const share = 0.2;

interface Due {
  id: number;
  updated_at: string | Date;
  looked_at: string | Date | null;
}

/**
 * Looks for duplicates of every contact that was added or changed, a slice at a time, and keeps the pairs. Which state of a
 * contact was looked at is a row, so that it goes on after a restart where it was, and never looks twice.
 */
@Injectable()
export class DuplicateSearch extends Recurring {
  private readonly reached = new Map<number, { at: Date; id: number }>();

  constructor(
    private readonly database: Database,
    private readonly lookalikes: Lookalikes,
    private readonly clock: Clock,
  ) {
    super(lookEvery, share);
  }

  /** Looks at the next slice of each program; whether there is more. */
  override async round(): Promise<boolean> {
    let hasMore = false;
    for (const { id } of await this.database.query<{ id: number }>('SELECT id FROM programs ORDER BY id'))
      hasMore = (await this.step(id)) || hasMore;
    return hasMore;
  }

  /** Looks at these contacts now: pairs that are new are kept, and suggestions for which nothing speaks any longer go. */
  look(ids: number[], programId: number): Promise<void> {
    return this.lookAt(ids, programId, async () => undefined);
  }

  private async step(programId: number): Promise<boolean> {
    const from = this.reached.get(programId) ?? { at: await this.lastLook(programId), id: 0 };
    const due = await this.database.query<Due>(
      `SELECT contact.id, contact.updated_at, looked.changed_at AS looked_at FROM contacts contact
       LEFT JOIN duplicate_looks looked ON looked.contact_id = contact.id
       WHERE contact.program_id = ? AND contact.updated_at >= ? AND (contact.updated_at > ? OR contact.id > ?)
       ORDER BY contact.updated_at, contact.id LIMIT ${slice}`,
      [programId, from.at, from.at, from.id],
    );
    const changed = due.filter(
      (row) => !row.looked_at || asDate(row.looked_at).getTime() !== asDate(row.updated_at).getTime(),
    );
    const ids = changed.map(({ id }) => id);
    await this.lookAt(ids, programId, () => this.noteLooks(changed));
    const last = due.length === slice ? due.at(-1)! : null;
    if (last) this.reached.set(programId, { at: asDate(last.updated_at), id: last.id });
    else this.reached.set(programId, { at: new Date(this.clock.now().getTime() - overlap), id: 0 });
    return last !== null;
  }

  private async lastLook(programId: number): Promise<Date> {
    const [last] = await this.database.query<{ at: string | Date }>(
      `SELECT looked.changed_at AS at FROM duplicate_looks looked JOIN contacts contact ON contact.id = looked.contact_id
       WHERE contact.program_id = ? ORDER BY looked.changed_at DESC LIMIT 1`,
      [programId],
    );
    return new Date(last ? asDate(last.at).getTime() - overlap : 0);
  }

  // What is cut short is looked at again: the note is saved with the pairs.
  private lookAt(ids: number[], programId: number, note: () => Promise<void>): Promise<void> {
    return this.database.patiently(async () => {
      if (!ids.length) return;
      await this.database.transaction(() => this.learnNames(ids, programId));
      const { people, alike } = await this.lookalikes.of(ids, programId);
      await this.database.transaction(async () => {
        await this.keep(people, alike, programId);
        await note();
      });
    });
  }

  private async noteLooks(due: Due[]) {
    for (const { id, updated_at: at } of due)
      await this.database.run(
        'REPLACE INTO duplicate_looks (contact_id, changed_at) SELECT id, ? FROM contacts WHERE id = ?',
        [asDate(at), id],
      );
  }

  private async learnNames(ids: number[], programId: number) {
    const names = await this.database.query<{ id: number; first_name: string; last_name: string }>(
      `SELECT id, first_name, last_name FROM contacts WHERE program_id = ? AND id IN (${marks(ids)})`,
      [programId, ...ids],
    );
    const known = Map.groupBy(
      await this.database.query<{ contact_id: number; name_key: number }>(
        `SELECT contact_id, name_key FROM name_keys WHERE contact_id IN (${marks(ids)})`,
        ids,
      ),
      (row) => row.contact_id,
    );
    for (const { id, first_name: firstName, last_name: lastName } of names) {
      const keys = nameKeys({ firstName, lastName }).sort();
      const before = (known.get(id) ?? []).map((row) => row.name_key).sort();
      if (String(keys) === String(before)) continue;
      if (before.length) await this.database.run('DELETE FROM name_keys WHERE contact_id = ?', [id]);
      if (keys.length)
        await this.database.run(
          `INSERT INTO name_keys (program_id, contact_id, name_key) VALUES ${keys.map(() => '(?, ?, ?)').join(', ')}`,
          keys.flatMap((key) => [programId, id, key]),
        );
    }
  }

  private async keep(people: Somebody[], alike: Alike[], programId: number) {
    const ids = people.map(({ id }) => id);
    const known = await this.database.query<{ id: number; one_id: number; other_id: number; status: string }>(
      `SELECT id, one_id, other_id, status FROM duplicate_pairs
       WHERE one_id IN (${marks(ids)}) OR other_id IN (${marks(ids)})`,
      [...ids, ...ids],
    );
    const stale = new Map(known.map((pair) => [`${pair.one_id}-${pair.other_id}`, pair]));
    for (const { somebody, other, reasons, score } of alike) {
      // Of two who are both looked at now, the second would find the first once more.
      if (somebody.id > other.id && ids.includes(other.id)) continue;
      const [oneId, otherId] = [Math.min(somebody.id, other.id), Math.max(somebody.id, other.id)];
      const pair = stale.get(`${oneId}-${otherId}`);
      stale.delete(`${oneId}-${otherId}`);
      const found = { reasons: reasons.join(), score };
      if (pair) await this.database.update(DuplicatePair, pair.id, found);
      else
        await this.database.insertOnce(DuplicatePair, {
          ...{ programId, oneId, otherId, ...found, status: 'suggested', dismissedById: null },
          foundAt: this.clock.now(),
        });
    }
    for (const { id, status } of stale.values())
      if (status === 'suggested') await this.database.run('DELETE FROM duplicate_pairs WHERE id = ?', [id]);
  }
}
