import { Injectable, NotFoundException } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { ContactMerge, undoableForDays } from './contact-merge.js';

interface MergeRow {
  id: number;
  gone_name: string;
  at: string | Date;
  by_name: string | null;
}

/** The merges that stand. */
@Injectable()
export class Merges {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Those of a contact that can still be undone, the latest first. Only the latest can be undone now. */
  async undoable(contactId: number, { programId }: Member) {
    const rows = await this.database.query<MergeRow>(
      `SELECT merged.id, merged.gone_name, merged.at, user.name AS by_name FROM contact_merges merged
       LEFT JOIN users user ON user.id = merged.by_user_id
       WHERE merged.kept_id = ? AND merged.program_id = ? AND merged.undone_at IS NULL AND merged.at > ?
       ORDER BY merged.id DESC LIMIT 20`,
      [contactId, programId, this.oldest],
    );
    return rows.map(({ id, gone_name: name, at, by_name: by }) => ({
      id,
      name,
      at: asDate(at),
      by: by ?? 'Somebody',
      url: `/contacts/${contactId}/merges/${id}`,
    }));
  }

  /** One merge of a contact, whether it stands or was undone, or 404. */
  async find(id: number, contactId: number, { programId }: Member): Promise<ContactMerge> {
    const merge = await this.database.manager.findOneBy(ContactMerge, { id, keptId: contactId, programId });
    if (!merge) throw new NotFoundException();
    return merge;
  }

  /** The latest merge of the same contact that stands: it must be undone before any other. */
  latest(keptId: number): Promise<ContactMerge | null> {
    return this.database.manager
      .createQueryBuilder(ContactMerge, 'merge')
      .where('merge.keptId = :keptId AND merge.undoneAt IS NULL', { keptId })
      .orderBy('merge.id', 'DESC')
      .limit(1)
      .getOne();
  }

  /** Where a contact went that was merged away, if it was. */
  async contactAfter(goneId: number, programId: number): Promise<number | null> {
    const [row] = await this.database.query<{ kept_id: number }>(
      'SELECT kept_id FROM contact_merges WHERE gone_id = ? AND undone_at IS NULL AND program_id = ?',
      [goneId, programId],
    );
    return row?.kept_id ?? null;
  }

  /** Where a conversation went that became part of another, if it did. */
  async conversationAfter(goneId: number, programId: number): Promise<number | null> {
    const [row] = await this.database.query<{ kept_id: number }>(
      `SELECT thread.kept_id FROM merged_threads thread JOIN contact_merges merged ON merged.id = thread.merge_id
       WHERE thread.gone_id = ? AND merged.program_id = ?`,
      [goneId, programId],
    );
    return row?.kept_id ?? null;
  }

  isUndoable({ at, undoneAt }: ContactMerge): boolean {
    return undoneAt === null && at > this.oldest;
  }

  private get oldest(): Date {
    return new Date(this.clock.now().getTime() - undoableForDays * 86_400_000);
  }
}
