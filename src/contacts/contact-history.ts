import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { ContactChange } from './contact-change.js';

/** Who changed what of a contact. */
@Injectable()
export class ContactHistory {
  constructor(private readonly database: Database) {}

  /** Writes lines of history, in the transaction of what they tell; at most three thousand at a time. */
  async note(changes: Pick<ContactChange, 'programId' | 'contactId' | 'kind' | 'at'>[] & Partial<ContactChange>[]) {
    const rows = changes.map((change) => ({ byUserId: null, fields: null, source: null, ...change }));
    await this.database.insertAll(ContactChange, rows);
  }
}
