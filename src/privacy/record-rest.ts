import { Injectable } from '@nestjs/common';
import type { AuditKind, AuditParticulars } from '../audit/audit-line.js';
import { sentenceOf } from '../audit/audit-sentences.js';
import type { Contact } from '../contacts/contact.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { FileTraces, soughtBy } from './file-traces.js';
import { MergeTraces } from './merge-traces.js';
import type { Entry } from './record-sections.js';
import { walk } from './walk.js';

/** What an export says beyond the record and its threads. */
@Injectable()
export class RecordRest {
  constructor(
    private readonly database: Database,
    private readonly merges: MergeTraces,
    private readonly files: FileTraces,
  ) {}

  /** Values of Contact Types that the contact was of before, or of fields that were archived: they are still stored. */
  hidden({ id, contactTypeId }: Contact) {
    return walk<HiddenRow>(
      this.database,
      `SELECT value_.id, property.name, value_.part, value_.value FROM property_values value_
       JOIN contact_properties property ON property.id = value_.property_id
       WHERE value_.contact_id = ? AND (property.contact_type_id <> ? OR property.archived_at IS NOT NULL) AND value_.id > ?
       ORDER BY value_.id`,
      [id, contactTypeId],
      ({ name, part, value }) => ({ field: part ? `${name}, ${part}` : name, value }),
    );
  }

  campaigns({ id }: Contact) {
    return walk<RecipientRow>(
      this.database,
      `SELECT recipient.id, campaign.kind, campaign.name, recipient.step, recipient.number, recipient.state, recipient.reason,
         recipient.outcome, recipient.due_at, recipient.left_at, recipient.replied_at, recipient.has_opted_out
       FROM campaign_recipients recipient JOIN campaigns campaign ON campaign.id = recipient.campaign_id
       WHERE recipient.contact_id = ? AND recipient.id > ? ORDER BY recipient.id`,
      [id],
      ({ kind, name, step, number, state, reason, outcome, ...row }) => ({
        ...{ due: asDate(row.due_at), kind, name, step, number, state: outcome ?? state, reason },
        left: asOptionalDate(row.left_at),
        replied: asOptionalDate(row.replied_at),
        optedOut: Boolean(Number(row.has_opted_out)),
      }),
    );
  }

  /** Also of those who were merged into the contact. */
  async *audit({ id, programId }: Contact): AsyncGenerator<Entry> {
    const ids = [id, ...(await this.merges.into(id)).map((merged) => merged.id)];
    yield* walk<AuditRow>(
      this.database,
      `SELECT line.id, line.kind, line.particulars, line.at, user.name AS by_name FROM audit_lines line
       LEFT JOIN users user ON user.id = line.by_user_id
       WHERE line.program_id = ? AND line.contact_id IN (${marks(ids)}) AND line.id > ? ORDER BY line.id`,
      [programId, ...ids],
      ({ at, kind, by_name: by, particulars: said }) => {
        const particulars = (said ? JSON.parse(said) : {}) as AuditParticulars;
        const what = `${by ?? 'Parley'} ${sentenceOf(kind, particulars)}`;
        return { at: asDate(at), what, reason: particulars.reason ?? null };
      },
    );
  }

  /** Lines of uploaded files that were refused, or wait. */
  async *uploaded(contact: Contact, numbers: string[]): AsyncGenerator<Entry> {
    for (const { file, line, verdict, cells } of await this.files.lines({ ...soughtBy(contact), numbers }))
      yield { file, line, state: verdict ?? 'waiting', text: cells.join(' | ') };
  }
}

interface HiddenRow {
  id: number;
  name: string;
  part: string;
  value: string;
}

interface RecipientRow {
  id: number;
  kind: string;
  name: string;
  step: number;
  number: string | null;
  state: string;
  reason: string | null;
  outcome: string | null;
  due_at: string | Date;
  left_at: string | Date | null;
  replied_at: string | Date | null;
  has_opted_out: number;
}

interface AuditRow {
  id: number;
  kind: AuditKind;
  particulars: string | null;
  at: string | Date;
  by_name: string | null;
}
