import { Injectable } from '@nestjs/common';
import { Database } from '../database/database.js';
import { asDate } from '../database/columns.js';
import type { Member } from '../people/member.js';
import { inDigits } from '../web/digits.js';
import type { EditStatus } from './contact-edit.js';

const pageLength = 30;

interface Row {
  id: number;
  status: EditStatus;
  total: number;
  past: number;
  at: string | Date;
  name: string | null;
}

const marksOf: Record<EditStatus, string> = {
  drafted: 'Not begun',
  running: 'Under way',
  done: 'Done',
  canceled: 'Stopped',
};

/** The edits of a program, newest first. */
@Injectable()
export class EditsList {
  constructor(private readonly database: Database) {}

  /** A page of them; `before` is the id of the last one of the page before, 0 for the first page. */
  async of({ programId }: Member, before: number) {
    const rows = await this.database.query<Row>(
      `SELECT edit.id, edit.status, edit.total, edit.changed + edit.unchanged + edit.refused AS past, edit.created_at AS at,
         person.name FROM contact_edits edit LEFT JOIN users person ON person.id = edit.user_id
       WHERE edit.program_id = ? ${before ? 'AND edit.id < ?' : ''} ORDER BY edit.id DESC LIMIT ${pageLength + 1}`,
      before ? [programId, before] : [programId],
    );
    const shown = rows.slice(0, pageLength);
    return {
      rows: shown.map(({ id, status, total, past, at, name }) => ({
        ...{ url: `/contacts/edits/${id}`, total, past, at: asDate(at), by: name ?? 'Somebody who left' },
        isUnderWay: status === 'running',
        mark: marksOf[status],
        totalText: inDigits(total),
      })),
      isFirstPage: !before,
      nextUrl: rows.length > pageLength ? `/contacts/edits?before=${shown.at(-1)!.id}` : null,
    };
  }
}
