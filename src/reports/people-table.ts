import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Members } from '../people/members.js';
import { openCounts } from '../people/open-counts.js';
import { KeptFigures } from './kept-figures.js';
import type { Period } from './period.js';
import type { Waits } from './waits.js';

export interface PersonLine {
  userId: number;
  name: string;
  /** Whether they work here no longer. */
  hasLeft: boolean;
  assigned: number;
  replied: number;
  resolved: number;
  waits: Waits | null;
  open: number;
}

/** What each person did: everybody who can have conversations, and whoever did something then. */
@Injectable()
export class PeopleTable {
  constructor(
    private readonly database: Database,
    private readonly members: Members,
    private readonly figures: KeptFigures,
  ) {}

  async of({ programId }: Member, period: Period, waits: ReadonlyMap<number, Waits>): Promise<PersonLine[]> {
    const [done, assignable] = await Promise.all([
      this.figures.people(programId, period),
      this.members.assignable(programId),
    ]);
    const ids = new Set([...assignable.map(({ userId }) => userId), ...done.keys(), ...waits.keys()]);
    const [people, open] = await Promise.all([
      this.named(programId, [...ids]),
      openCounts(this.database, programId, [...ids]),
    ]);
    return people.map(({ userId, name, isActive }) => ({
      ...{ userId, name, hasLeft: !Number(isActive) },
      ...(done.get(userId) ?? { assigned: 0, replied: 0, resolved: 0 }),
      ...{ waits: waits.get(userId) ?? null, open: open.get(userId) ?? 0 },
    }));
  }

  private named(programId: number, ids: number[]) {
    if (!ids.length) return Promise.resolve([]);
    return this.database.query<{ userId: number; name: string; isActive: number }>(
      `SELECT user.id AS userId, user.name, COALESCE(member.is_active, 0) AS isActive FROM users user
       LEFT JOIN memberships member ON member.user_id = user.id AND member.program_id = ?
       WHERE user.id IN (${marks(ids)}) ORDER BY user.name, user.id`,
      [programId, ...ids],
    );
  }
}
