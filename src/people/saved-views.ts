import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Refusal } from '../refusal.js';
import type { Member } from './member.js';
import { User } from './user.js';

/** The lists of which views can be kept, and where each is. */
const addresses = { conversations: '/conversations', contacts: '/contacts' } as const;
export type ViewedList = keyof typeof addresses;

const most = 30;

/** Views of a list that a user gave a name: what their address says. */
@Injectable()
export class SavedViews {
  constructor(private readonly database: Database) {}

  /** All of a list; `query` is the view that is looked at. */
  async of(member: Member, list: ViewedList, query: string) {
    const views = await this.database.query<{ id: number; name: string; query: string }>(
      `SELECT id, name, query FROM saved_views WHERE user_id = ? AND program_id = ? AND list = ? ORDER BY name LIMIT ${most}`,
      [member.userId, member.programId, list],
    );
    return views.map((view) => ({
      id: view.id,
      name: view.name,
      url: `${addresses[list]}?${view.query}`,
      isCurrent: view.query === query,
    }));
  }

  /** Keeps a view under a name; the same name again replaces it. As many as are listed, so that each can be found and deleted. */
  async save(member: Member, list: ViewedList, name: string, query: string) {
    const title = name.trim().slice(0, 60);
    if (!title) throw new Refusal('Give the view a name.', 'name');
    if (query.length > 500) throw new Refusal('This view is too long to be saved.', 'name');
    const row = [member.userId, member.programId, list, title, query];
    await this.database.transaction(async () => {
      // Held, so that of two that are saved at once the second counts the first.
      await this.database.hold(User, member.userId);
      const others = await this.database.query(
        'SELECT id FROM saved_views WHERE user_id = ? AND program_id = ? AND list = ? AND name <> ?',
        row.slice(0, 4),
      );
      if (others.length >= most) throw new Refusal(`You have ${most} views. Delete one, or replace one.`, 'name');
      await this.database.run(
        'REPLACE INTO saved_views (user_id, program_id, list, name, query) VALUES (?, ?, ?, ?, ?)',
        row,
      );
    });
  }

  async remove(member: Member, list: ViewedList, id: number) {
    await this.database.transaction(() =>
      this.database.run('DELETE FROM saved_views WHERE id = ? AND user_id = ? AND program_id = ? AND list = ?', [
        id,
        member.userId,
        member.programId,
        list,
      ]),
    );
  }
}
