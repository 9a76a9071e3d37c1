import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { Clock } from '../programs/clock.js';
import { ContactUser } from './contact-user.js';

interface Whose {
  programId: number;
  contactId: number;
  propertyId: number;
}

/** Whose contacts contacts are: the users whom User Relationships tie to them. */
@Injectable()
export class Relationships {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Ids of users by the id of the User Relationship, in their order. */
  async of(contactId: number): Promise<Map<number, number[]>> {
    const rows = await this.rows(contactId);
    const groups = Map.groupBy(rows, ({ propertyId }) => propertyId);
    return new Map([...groups].map(([id, group]) => [id, group.map(({ userId }) => userId)]));
  }

  /** Makes these the users of one relationship, in this order. Part of the caller's transaction; rows that stay are the same. */
  async set(whose: Whose, userIds: number[]): Promise<void> {
    const rows = (await this.rows(whose.contactId)).filter(({ propertyId }) => propertyId === whose.propertyId);
    const { manager } = this.database;
    const gone = rows.filter(({ userId }) => !userIds.includes(userId));
    if (gone.length)
      await manager.delete(
        ContactUser,
        gone.map(({ id }) => id),
      );
    for (const [place, userId] of userIds.entries()) {
      const row = rows.find((known) => known.userId === userId);
      if (row && row.place !== place) await manager.update(ContactUser, row.id, { place });
      if (!row) await this.database.insertOnce(ContactUser, { ...whose, userId, place, createdAt: this.clock.now() });
    }
  }

  private rows(contactId: number): Promise<ContactUser[]> {
    return this.database.manager.find(ContactUser, { where: { contactId }, order: { place: 'ASC', id: 'ASC' } });
  }
}
