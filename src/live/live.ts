import { Injectable } from '@nestjs/common';
import { filter, map, merge, type Observable, Subject } from 'rxjs';
import { asDate } from '../database/columns.js';
import { Database } from '../database/database.js';
import { hearsOf } from '../conversations/sight.js';
import type { Event } from '../events/event.js';
import { Happenings } from '../events/happenings.js';
import type { Member } from '../people/member.js';

/** What a signal needs to know of an event: nothing that was said, only where, and who may hear of it. */
export type Happening = Pick<
  Event,
  'id' | 'programId' | 'conversationId' | 'kind' | 'assigneeId' | 'wasAssigneeId' | 'byUserId' | 'isListed'
>;

export interface Signals {
  /** The event that they are about, to catch up from; 0 for what is not kept (somebody is typing). */
  id: number;
  signals: string[];
  /** Too much happened to tell: look at everything again. */
  reset?: true;
}

/** Tells open pages what changed, never how: they fetch it themselves, as far as they may see it. */
@Injectable()
export class Live {
  readonly happened = new Subject<Happening>();
  /** Something may have been missed: open pages look at everything again. */
  readonly gaps = new Subject<void>();

  constructor(
    private readonly database: Database,
    private readonly happenings: Happenings,
  ) {}

  /** What this person may hear of, from now on. */
  for(member: Member): Observable<Signals> {
    const told = this.happened.pipe(
      map((happening) => ({ id: happening.id, signals: signalsOf(happening, member) })),
      filter(({ signals }) => signals.length > 0),
    );
    return merge(told, this.gaps.pipe(map(() => ({ id: 0, signals: [], reset: true as const }))));
  }

  /** What this person missed after an event. */
  async since(id: number, member: Member): Promise<Signals> {
    const rows = await this.database.query<MissedRow>(
      `SELECT event.id, event.program_id, event.conversation_id, event.kind, event.assignee_id, event.was_assignee_id,
         event.by_user_id, conversation.is_listed
       FROM (SELECT * FROM events WHERE program_id = ? AND id > ? ORDER BY id LIMIT ${mostToRead + 1}) event
       LEFT JOIN conversations conversation ON conversation.id = event.conversation_id ORDER BY event.id`,
      [member.programId, await this.safely(id, member)],
    );
    const last = rows.at(-1)?.id ?? id;
    const happenings = rows.map(happeningOf);
    if (rows.length > mostToRead || happenings.filter((each) => !isUnseen(each)).length > mostToTell)
      return { id: await this.happenings.latest(member.programId), signals: [], reset: true };
    const signals = happenings.flatMap((happening) => signalsOf(happening, member));
    return { id: Math.max(id, last), signals: [...new Set(signals)] };
  }

  // Ids are given out before they are committed: an earlier one may appear after a later one. So look back ten seconds.
  private async safely(id: number, member: Member): Promise<number> {
    const [seen] = await this.database.query<{ at: string | Date }>('SELECT at FROM events WHERE id = ?', [id]);
    if (!seen) return id;
    const since = new Date(asDate(seen.at).getTime() - 10_000);
    const [first] = await this.database.query<{ id: number }>(
      'SELECT id FROM events WHERE program_id = ? AND id > ? AND at >= ? ORDER BY id LIMIT 1',
      [member.programId, id - 200, since],
    );
    return first ? Math.min(id, first.id - 1) : id;
  }
}

const mostToTell = 500;
/** Texts to many make events of which nobody is told: while they are sent, a short gap holds a thousand. */
const mostToRead = 2000;

interface MissedRow {
  id: number;
  program_id: number;
  conversation_id: number | null;
  kind: Happening['kind'];
  assignee_id: number | null;
  was_assignee_id: number | null;
  by_user_id: number | null;
  is_listed: number | null;
}

const happeningOf = (row: MissedRow): Happening => ({
  id: row.id,
  programId: row.program_id,
  conversationId: row.conversation_id,
  kind: row.kind,
  assigneeId: row.assignee_id,
  wasAssigneeId: row.was_assignee_id,
  byUserId: row.by_user_id,
  isListed: Boolean(Number(row.is_listed)),
});

/**
 * A text to many, on its way to somebody who has never answered: their conversation is on no page, and thousands of these
 * must not make every open page look anew.
 */
export const isUnseen = ({ kind, isListed }: Pick<Happening, 'kind' | 'isListed'>) =>
  isListed === false && (kind === 'queued' || kind === 'delivery');

/** What unknown senders do, and what is done with them. Nobody's numbers move for a text that nobody wants. */
const senderSignals: Partial<Record<Happening['kind'], string[]>> = {
  'unknown-text': ['unknown-senders'],
  'unwanted-text': ['unwanted-senders'],
  spam: ['unknown-senders', 'unwanted-senders'],
  'not-spam': ['unknown-senders', 'unwanted-senders'],
  blocked: ['unknown-senders', 'unwanted-senders'],
  unblocked: ['unknown-senders', 'unwanted-senders'],
};

// Whether somebody is to be texted is also said on the cards of unknown senders, whose threads are in no list.
const decided = new Set<Happening['kind']>(['opted-out', 'opted-in', 'wish-dismissed']);

/** Which regions of this person's pages an event concerns; none when they may not know of it. */
function signalsOf(happening: Happening, member: Member): string[] {
  const ofSenders = senderSignals[happening.kind];
  if (ofSenders) return happening.programId === member.programId && member.can('edit-contacts') ? ofSenders : [];
  if (happening.kind === 'attachment' && happening.isListed === false)
    return happening.programId === member.programId && member.can('edit-contacts')
      ? ['unknown-senders', 'unwanted-senders']
      : [];
  // Whoever sent it is told, and their bell rings.
  if (happening.kind === 'campaign-finished' || happening.kind === 'campaign-paused')
    return happening.programId === member.programId && happening.byUserId === member.userId ? ['counts'] : [];
  if (isUnseen(happening)) return member.seesAll && happening.programId === member.programId ? ['texts'] : [];
  const isOfSender = happening.isListed === false && decided.has(happening.kind);
  const cards =
    isOfSender && happening.programId === member.programId && member.can('edit-contacts')
      ? ['unknown-senders', 'unwanted-senders']
      : [];
  if (!happening.conversationId || !hearsOf(member, happening)) return cards;
  if (happening.kind === 'attachment') return [`conversation-${happening.conversationId}`];
  // A note changes nothing in the list, but it may mention somebody, whose bell rings.
  if (happening.kind === 'noted') return [`conversation-${happening.conversationId}`, 'counts'];
  return [...cards, `conversation-${happening.conversationId}`, 'conversations'];
}
