import type { Source } from '../conversations/message.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import type { Database } from '../database/database.js';
import type { AtTheGate } from './gate.js';
import { inARow, type Troubles } from './retries.js';

/** A text that this process has taken out of the queue, and nobody else may send while the lease runs. */
export interface Claimed extends AtTheGate {
  numberId: number;
  from: string;
  body: string;
  pictureId: number | null;
  clientRef: string;
  troubles: Troubles;
  dueAt: Date;
  leaseUntil: Date;
}

/** A text with all that sending it takes. */
export async function readClaimed(database: Database, id: number): Promise<Claimed> {
  const [row] = await database.query<ClaimedRow>(
    `SELECT message.id, message.program_id, message.source, message.is_bulk, message.body, message.client_ref,
       message.error_code, message.throttles, message.throttled_since, message.misses, message.due_at,
       message.lease_until, conversation.number,
       (SELECT MIN(attachment.id) FROM attachments attachment WHERE attachment.message_id = message.id) AS picture_id,
       number.id AS number_id, number.number AS own_number, contact.time_zone AS contact_zone,
       program.time_zone AS program_zone
     FROM messages message JOIN conversations conversation ON conversation.id = message.conversation_id
     JOIN program_numbers number ON number.id = conversation.program_number_id
     JOIN programs program ON program.id = message.program_id
     LEFT JOIN contacts contact ON contact.id = conversation.contact_id WHERE message.id = ?`,
    [id],
  );
  return claimedFrom(row!);
}

interface ClaimedRow {
  id: number;
  program_id: number;
  source: Source;
  is_bulk: number;
  body: string;
  picture_id: number | null;
  client_ref: string;
  error_code: string | null;
  throttles: number;
  throttled_since: string | Date | null;
  misses: number;
  due_at: string | Date;
  lease_until: string | Date;
  number: string;
  number_id: number;
  own_number: string;
  contact_zone: string | null;
  program_zone: string;
}

const claimedFrom = (row: ClaimedRow): Claimed => ({
  id: row.id,
  programId: row.program_id,
  source: row.source,
  isBulk: Boolean(row.is_bulk),
  numberId: row.number_id,
  to: row.number,
  from: row.own_number,
  body: row.body,
  pictureId: row.picture_id,
  clientRef: row.client_ref,
  troubles: inARow(row.error_code, {
    throttles: row.throttles,
    throttledSince: asOptionalDate(row.throttled_since),
    misses: row.misses,
  }),
  dueAt: asDate(row.due_at),
  leaseUntil: asDate(row.lease_until),
  contactZone: row.contact_zone,
  programZone: row.program_zone,
});
