import { Injectable, NotFoundException } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { OptOutWishes } from '../consent/opt-out-wishes.js';
import { Clock } from '../programs/clock.js';
import { isTelephone, nationalForm } from '../programs/phone.js';
import { asDate, asSql } from '../database/columns.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { type Marker, markerOf } from '../web/marker.js';
import { UnwantedNumbers } from './unwanted-numbers.js';
import type { UnwantedNumber } from './unwanted-number.js';
import { Attachments, type ShownAttachment } from './attachments.js';
import { withoutWords } from './attachment-words.js';
import { nationalNumber } from './program-number-label.js';
import { Conversation, type SenderState } from './conversation.js';

const pageLength = 25;
const mostShown = 5;

interface SenderRow {
  id: number;
  number: string;
  last_activity_at: string | Date;
  program_number: string;
  label: string;
}

interface TextRow {
  id: number;
  conversation_id: number;
  body: string;
  at: string | Date;
  total: number | string;
}

/** The pages of Unknown senders. */
export const placeOf: Record<SenderState, string> = {
  waiting: '/unknown-senders',
  spam: '/unknown-senders/spam',
  blocked: '/unknown-senders/blocked',
};

/** The threads of numbers that belong to no contact. */
@Injectable()
export class UnknownSenders {
  constructor(
    private readonly database: Database,
    private readonly unwanted: UnwantedNumbers,
    private readonly attachments: Attachments,
    private readonly wishes: OptOutWishes,
    private readonly clock: Clock,
  ) {}

  /** Who wrote, newest first, with what they wrote. `after` is the activity and id of the page before's last. */
  async page(state: SenderState, member: Member, after: Marker | null) {
    const at = after && asSql(after.at);
    const rows = await this.database.query<SenderRow>(
      `SELECT conversation.id, conversation.number, conversation.last_activity_at, number.number AS program_number,
         number.label
       FROM conversations conversation JOIN program_numbers number ON number.id = conversation.program_number_id
       WHERE conversation.program_id = ? AND conversation.sender_state = ?
         ${after ? 'AND (conversation.last_activity_at < ? OR (conversation.last_activity_at = ? AND conversation.id < ?))' : ''}
       ORDER BY conversation.last_activity_at DESC, conversation.id DESC LIMIT ${pageLength + 1}`,
      [member.programId, state, ...(after ? [at, at, after.id] : [])],
    );
    const shown = rows.slice(0, pageLength);
    const last = rows.length > pageLength ? shown.at(-1) : undefined;
    return {
      state,
      isSpam: state === 'spam',
      isBlocked: state === 'blocked',
      url: placeOf[state],
      senders: await this.withTexts(shown, member),
      nextUrl: last ? `${placeOf[state]}?after=${markerOf(asDate(last.last_activity_at), last.id)}` : null,
    };
  }

  /** One sender's thread, with what they wrote, or 404. */
  async find(id: number, member: Member) {
    const conversation = await this.thread(id, member);
    const [sender] = await this.withTexts(
      [
        {
          id,
          number: conversation.number,
          last_activity_at: conversation.lastActivityAt,
          program_number: '',
          label: '',
        },
      ],
      member,
    );
    return sender!;
  }

  /** The thread itself, held inside a transaction, or 404. */
  async thread(id: number, member: Member): Promise<Conversation> {
    const query = this.database.manager
      .createQueryBuilder(Conversation, 'conversation')
      .where('conversation.id = :id AND conversation.programId = :programId', { id, programId: member.programId })
      .andWhere('conversation.contactId IS NULL');
    const conversation = await this.database.locked(query).getOne();
    if (!conversation) throw new NotFoundException();
    return conversation;
  }

  private async withTexts(rows: SenderRow[], member: Member) {
    if (!rows.length) return [];
    const numbers = rows.map(({ number }) => number);
    const known = await this.owners(numbers, member);
    const unwanted = await this.unwanted.of(numbers, member);
    const wishes = await this.wishes.openOf(member.programId, numbers, member.timeZone, this.clock.now());
    const optedOut = await this.optedOut(numbers, member);
    const texts = await this.texts(rows.map(({ id }) => id));
    const attachments = await this.attachments.of(texts.map(({ id }) => id));
    return rows.map((row) => {
      const own = texts.filter((text) => text.conversation_id === row.id);
      return {
        id: row.id,
        number: nationalForm(row.number, member.country),
        tel: isTelephone(row.number) ? row.number : null,
        at: asDate(row.last_activity_at),
        programNumber: nationalNumber(row, member.country),
        count: Number(own[0]?.total ?? 0),
        texts: own.map(({ id, body, at }) => shownText(body, asDate(at), attachments.get(id) ?? [])),
        wish: wishes.get(row.number),
        isOptedOut: optedOut.has(row.number),
        url: `/unknown-senders/${row.id}`,
        linkUrl: `/unknown-senders/${row.id}/link`,
        createUrl: `/unknown-senders/${row.id}/contact`,
        blockUrl: `/unknown-senders/${row.id}/block`,
        aside: asideOf(unwanted.find((each) => each.number === row.number)),
        suggestions: known.filter((contact) => contact.number === row.number),
      };
    });
  }

  private async optedOut(numbers: string[], member: Member): Promise<Set<string>> {
    const rows = await this.database.query<{ number: string }>(
      `SELECT number FROM opt_outs WHERE program_id = ? AND number IN (${marks(numbers)})`,
      [member.programId, ...numbers],
    );
    return new Set(rows.map(({ number }) => number));
  }

  // Contacts who got the number since: the likeliest answer to whose text it is.
  private async owners(numbers: string[], member: Member) {
    const rows = await this.database.query<{ id: number; first_name: string; last_name: string; number: string }>(
      `SELECT contact.id, contact.first_name, contact.last_name, phone.number FROM phone_numbers phone
       JOIN contacts contact ON contact.id = phone.contact_id
       WHERE phone.program_id = ? AND phone.number IN (${marks(numbers)}) ORDER BY contact.id`,
      [member.programId, ...numbers],
    );
    return rows.map((row) => ({ id: row.id, name: `${row.first_name} ${row.last_name}`.trim(), number: row.number }));
  }

  // The last few of each, so that one who texts without end hides nobody else's.
  private texts(ids: number[]) {
    return this.database.query<TextRow>(
      `SELECT id, conversation_id, body, at, total FROM (
         SELECT id, conversation_id, body, at, COUNT(*) OVER (PARTITION BY conversation_id) AS total,
           ROW_NUMBER() OVER (PARTITION BY conversation_id ORDER BY at DESC, id DESC) AS place
         FROM messages WHERE direction = 'inbound' AND conversation_id IN (${marks(ids)})) numbered
       WHERE place <= ${mostShown} ORDER BY at, id`,
      ids,
    );
  }
}

const shownText = (body: string, at: Date, attachments: ShownAttachment[]) => ({
  body: withoutWords(
    body,
    attachments.map(({ kind }) => kind),
  ),
  at,
  attachments,
});

const asideOf = (unwanted: UnwantedNumber | undefined) =>
  unwanted && { by: unwanted.by?.name ?? 'Somebody who has left', at: unwanted.at, reason: unwanted.reason };
