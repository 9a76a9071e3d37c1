import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Refusal } from '../refusal.js';
import type { InboxFilter } from './inbox-filter.js';

const most = 30;

/** Filters that a user gave a name. */
@Injectable()
export class SavedViews {
  constructor(private readonly database: Database) {}

  async of(member: Member, filter: InboxFilter) {
    const views = await this.database.query<{ id: number; name: string; query: string }>(
      `SELECT id, name, query FROM saved_views WHERE user_id = ? AND program_id = ? ORDER BY name LIMIT ${most}`,
      [member.userId, member.programId],
    );
    return views.map(({ id, name, query }) => ({
      id,
      name,
      url: `/conversations?${query}`,
      isCurrent: query === filter.query,
    }));
  }

  /** Keeps a view under a name; the same name again replaces it. */
  async save(member: Member, name: string, filter: InboxFilter) {
    const title = name.trim().slice(0, 60);
    if (!title) throw new Refusal('Give the view a name.', 'name');
    if (filter.query.length > 500) throw new Refusal('This view is too long to be saved.', 'name');
    const row = [member.userId, member.programId, title, filter.query];
    await this.database.transaction(() =>
      this.database.run('REPLACE INTO saved_views (user_id, program_id, name, query) VALUES (?, ?, ?, ?)', row),
    );
  }

  async remove(member: Member, id: number) {
    await this.database.transaction(() =>
      this.database.run('DELETE FROM saved_views WHERE id = ? AND user_id = ? AND program_id = ?', [
        id,
        member.userId,
        member.programId,
      ]),
    );
  }
}
