import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { ContactChange, type ContactChangeKind, type FieldChange } from './contact-change.js';

const pageLength = 30;

interface Row {
  id: number;
  kind: ContactChangeKind;
  fields: string | null;
  source: string | null;
  at: string | Date;
  by_name: string | null;
}

/** Who changed what of a contact. */
@Injectable()
export class ContactHistory {
  constructor(private readonly database: Database) {}

  /** Writes lines of history, in the transaction of what they tell; at most three thousand at a time. */
  async note(changes: Pick<ContactChange, 'programId' | 'contactId' | 'kind' | 'at'>[] & Partial<ContactChange>[]) {
    const rows = changes.map((change) => ({ byUserId: null, fields: null, source: null, ...change }));
    await this.database.insertAll(ContactChange, rows);
  }

  /** What happened to a contact, the newest first, before a line (0: from the newest on). */
  async page(contactId: number, before: number) {
    const rows = await this.database.query<Row>(
      `SELECT change_.id, change_.kind, change_.fields, change_.source, change_.at, person.name AS by_name
       FROM contact_changes change_ LEFT JOIN users person ON person.id = change_.by_user_id
       WHERE change_.contact_id = ? ${before ? 'AND change_.id < ?' : ''} ORDER BY change_.id DESC LIMIT ${pageLength + 1}`,
      before ? [contactId, before] : [contactId],
    );
    const shown = rows.slice(0, pageLength);
    return {
      lines: shown.map(({ id, kind, fields, source, at, by_name: by }) => ({
        id,
        at: asDate(at),
        text: `${by ?? 'Parley'} ${verbs[kind]}`,
        source,
        fields: fields ? (JSON.parse(fields) as FieldChange[]) : [],
      })),
      older: rows.length > pageLength ? shown.at(-1)!.id : null,
      knowsBeginning: shown.some(({ kind }) => kind === 'added' || kind === 'imported'),
    };
  }
}

const verbs: Record<ContactChangeKind, string> = {
  added: 'added this contact',
  changed: 'changed this contact',
  imported: 'imported this',
  'edited-in-bulk': 'changed this together with others',
  linked: 'linked the number of an unknown sender',
  merged: 'merged another contact into this one',
  unmerged: 'undid a merge',
};
