import { Injectable } from '@nestjs/common';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { Clock } from '../programs/clock.js';
import { type AuditKind, AuditLine, type AuditParticulars } from './audit-line.js';
import { sentenceOf } from './audit-sentences.js';

const pageLength = 50;
const newest = 2 ** 31 - 1;

/** Who exported, erased and held what, and how long things are kept: for those who manage the settings. */
@Injectable()
export class Audit {
  constructor(
    private readonly database: Database,
    private readonly clock: Clock,
  ) {}

  /** Writes a line in the transaction of what it tells. `by` is null where Parley did it by itself. */
  async write(
    kind: AuditKind,
    programId: number,
    by: Pick<Member, 'userId'> | null,
    own: { contactId?: number; particulars?: AuditParticulars } = {},
  ): Promise<void> {
    const { contactId = null, particulars = null } = own;
    const at = this.clock.now();
    await this.database.insert(AuditLine, {
      programId,
      kind,
      byUserId: by?.userId ?? null,
      contactId,
      particulars,
      at,
    });
  }

  /** Whether something was done to a contact of a program, who may be gone by now. */
  async knows(kind: AuditKind, contactId: number, { programId }: Member): Promise<boolean> {
    return this.database.manager.existsBy(AuditLine, { kind, contactId, programId });
  }

  /** Takes what people wrote out of the lines about somebody who is erased. */
  async forget(contactId: number, programId: number): Promise<void> {
    await this.database.run(
      `UPDATE audit_lines SET particulars = NULL WHERE program_id = ? AND contact_id = ? AND kind IN ('contact-held', 'contact-released')`,
      [programId, contactId],
    );
  }

  /** The lines before one, newest first. */
  async page({ programId }: Member, before: number) {
    const rows = await this.database.query<Row>(
      `SELECT line.id, line.kind, line.particulars, line.at, line.contact_id, user.name AS by_name,
         contact.id AS known_id, contact.first_name, contact.last_name
       FROM audit_lines line LEFT JOIN users user ON user.id = line.by_user_id
       LEFT JOIN contacts contact ON contact.id = line.contact_id AND contact.program_id = line.program_id
       WHERE line.program_id = ? AND line.id < ? ORDER BY line.id DESC LIMIT ${pageLength + 1}`,
      [programId, before || newest],
    );
    const shown = rows.slice(0, pageLength);
    return {
      lines: shown.map(lineFrom),
      olderUrl: rows.length > pageLength ? `/settings/audit?before=${shown.at(-1)!.id}` : null,
      newestUrl: before ? '/settings/audit' : null,
    };
  }
}

interface Row {
  id: number;
  kind: AuditKind;
  particulars: string | null;
  at: string | Date;
  contact_id: number | null;
  by_name: string | null;
  known_id: number | null;
  first_name: string | null;
  last_name: string | null;
}

function lineFrom(row: Row) {
  const particulars = (row.particulars ? JSON.parse(row.particulars) : {}) as AuditParticulars;
  return {
    at: asDate(row.at),
    who: row.by_name ?? 'Parley',
    sentence: sentenceOf(row.kind, particulars),
    reason: particulars.reason ?? null,
    contactName: row.known_id ? `${row.first_name} ${row.last_name}`.trim() : null,
    contactUrl: row.known_id ? `/contacts/${row.known_id}` : null,
    // Nothing is left of whoever was erased but this.
    goneId: row.known_id ? null : row.contact_id,
  };
}
