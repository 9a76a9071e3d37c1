import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import type { ContactMerge } from './contact-merge.js';
import { Merges } from './merges.js';
import { Unmerging } from './unmerging.js';

const most = 1000;

/** What would come of undoing a merge. */
@Injectable()
export class UndoPreview {
  constructor(
    private readonly database: Database,
    private readonly merges: Merges,
    private readonly unmerging: Unmerging,
  ) {}

  async of(id: number, contactId: number, member: Member) {
    const merge = await this.merges.find(id, contactId, member);
    const [by] = await this.database.query<{ name: string }>('SELECT name FROM users WHERE id = ?', [merge.byUserId]);
    const [texts, notes] = [await this.since('messages', merge), await this.since('notes', merge)];
    return {
      goneName: merge.goneName,
      by: by?.name ?? 'Somebody',
      at: merge.at,
      until: merge.undoableUntil,
      isUndone: merge.undoneAt !== null,
      goneUrl: `/contacts/${merge.goneId}`,
      obstacle: merge.undoneAt ? null : await this.unmerging.obstacle(merge),
      texts,
      notes,
      action: `/contacts/${contactId}/merges/${id}`,
    };
  }

  // What was written since then in threads that became one: it stays where it is.
  private since(table: 'messages' | 'notes', { id, at }: ContactMerge): Promise<number> {
    return this.database.count(
      `merged_threads parted JOIN ${table} thing ON thing.conversation_id = parted.kept_id
       WHERE parted.merge_id = ? AND thing.at > ?`,
      [id, at],
      most,
    );
  }
}
