import { Injectable } from '@nestjs/common';
import { Like } from 'typeorm';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { ContactMerge } from './contact-merge.js';
import { MergeStep, type Row } from './merge-step.js';

type Written = Row[string];

/** The external IDs that go back with the end of a merge, for as long as nobody else was given one of them. */
@Injectable()
export class ReturningIds {
  constructor(private readonly database: Database) {}

  /** Who has one of them now, as a sentence; nothing when both can go back. */
  async obstacle(merge: ContactMerge): Promise<string | null> {
    const { programId, keptId, goneId } = merge;
    const [now] = await this.database.query<Holder>(
      'SELECT first_name, last_name, external_id FROM contacts WHERE id = ?',
      [keptId],
    );
    const { kept, gone } = await this.after(merge, now?.external_id ?? null);
    if (gone !== null && gone === kept) return now ? taken(now) : null;
    const back = [gone, kept].filter((id) => id !== null && id !== now?.external_id);
    if (!back.length) return null;
    const [holder] = await this.database.query<Holder>(
      `SELECT first_name, last_name, external_id FROM contacts
       WHERE program_id = ? AND external_id IN (${marks(back)}) AND id NOT IN (?, ?) ORDER BY id LIMIT 1`,
      [programId, ...back, keptId, goneId],
    );
    return holder ? taken(holder) : null;
  }

  // What each would have. The steps of other tables, which may be long, are not read.
  private async after({ id: mergeId, keptId, goneId }: ContactMerge, now: Written) {
    const ofContacts = { mergeId, step: Like('%"table":"contacts"%') as never };
    const steps = await this.database.manager.find(MergeStep, { where: ofContacts, order: { id: 'DESC' } });
    const ids: { kept: Written; gone: Written } = { kept: now, gone: null };
    for (const { step } of steps) {
      if (step.kind === 'removed') ids.gone = step.row['external_id'] ?? null;
      if (step.kind !== 'changed' || !('external_id' in step.after)) continue;
      const before = step.before['external_id'] ?? null;
      if (step.id === goneId) ids.gone = before;
      // What it was given since then it keeps.
      if (step.id === keptId && step.after['external_id'] === now) ids.kept = before;
    }
    return ids;
  }
}

interface Holder {
  first_name: string;
  last_name: string;
  external_id: string | null;
}

const taken = ({ first_name: first, last_name: last, external_id: id }: Holder) =>
  `${`${first} ${last}`.trim()} has the external ID ${id} now. Take it away there first.`;
