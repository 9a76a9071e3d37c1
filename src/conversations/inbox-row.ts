import type { Condition } from '../database/condition.js';
import { nationalForm } from '../programs/phone.js';
import { asDate, asOptionalDate } from '../database/columns.js';
import type { Member } from '../people/member.js';
import { initialsOf } from '../people/member.js';
import type { FoundText } from '../search/found-texts.js';
import { dayWithYear, duration } from '../web/moments.js';

export interface InboxRecord {
  id: number;
  number: string;
  status: string;
  assignee_id: number | null;
  last_activity_at: string | Date;
  waiting_since: string | Date | null;
  unassigned_since: string | Date | null;
  has_failed: number;
  first_name: string;
  last_name: string;
  accent: string;
  type_name: string;
  message_id: number | null;
  snippet: string | null;
  source: string | null;
  author_id: number | null;
  author: string | null;
  assignee: string | null;
  is_unread: number;
  opted_out: number;
}

/**
 * The rows of a list of conversations; `member` says whose unread marks. The condition must hold `seenBy`. The inner
 * query picks by an index alone, so that rows are read only for what is shown.
 */
export const rowsWhere = (condition: Condition, member: Member, limit: number): Condition => ({
  sql: `
    SELECT conversation.id, conversation.number, conversation.status, conversation.assignee_id,
      conversation.last_activity_at, conversation.waiting_since, conversation.unassigned_since, conversation.has_failed,
      contact.first_name, contact.last_name, type.accent, type.name AS type_name,
      message.id AS message_id, SUBSTR(message.body, 1, 160) AS snippet, message.source, message.author_id, author.name AS author,
      assignee.name AS assignee, unread.user_id IS NOT NULL AS is_unread, opted.id IS NOT NULL AS opted_out
    FROM (SELECT conversation.id FROM conversations conversation WHERE ${condition.sql}
      ORDER BY conversation.last_activity_at DESC, conversation.id DESC LIMIT ${limit}) picked
    CROSS JOIN conversations conversation ON conversation.id = picked.id
    JOIN contacts contact ON contact.id = conversation.contact_id
    JOIN contact_types type ON type.id = contact.contact_type_id
    LEFT JOIN messages message ON message.id = conversation.last_message_id
    LEFT JOIN users author ON author.id = message.author_id
    LEFT JOIN users assignee ON assignee.id = conversation.assignee_id
    LEFT JOIN unreads unread ON unread.user_id = ? AND unread.conversation_id = conversation.id
    LEFT JOIN opt_outs opted ON opted.program_id = conversation.program_id AND opted.number = conversation.number
    ORDER BY conversation.last_activity_at DESC, conversation.id DESC`,
  values: [...condition.values, member.userId],
});

/**
 * One row of the list, as it is shown. `limit` is how long something may wait, in minutes. Whether it can be selected is
 * said here and not by the template: handing it to a partial would copy the whole row. The text that a search has `found`
 * is shown instead of the last text.
 */
export function rowOf(
  record: InboxRecord,
  member: Member,
  limit: number,
  now: Date,
  selectable = false,
  found?: FoundText,
) {
  const isOpen = record.status === 'open';
  const isResolved = record.status === 'resolved';
  const isUnread = Boolean(record.is_unread);
  const overdue = isOpen ? overdueText(record, limit, now) : null;
  return {
    id: record.id,
    url: `/conversations/${record.id}`,
    name: `${record.first_name} ${record.last_name}`.trim(),
    accent: record.accent,
    typeName: record.type_name,
    number: nationalForm(record.number, member.country),
    ...textOf(record, member, now, found),
    at: asDate(record.last_activity_at),
    assigneeName: record.assignee,
    assigneeInitials: record.assignee ? initialsOf(record.assignee) : null,
    isMine: record.assignee_id === member.userId,
    isUnread,
    classes: `row${isUnread ? ' unread' : ''}${isResolved ? ' done' : ''}${overdue ? ' overdue' : ''}`,
    marks: marksOf(record, overdue, isOpen),
    selectable,
  };
}

interface Mark {
  tone: string;
  sign: string;
  words: string;
  /** Whether the words stand beside the sign, where there is room, instead of behind it. */
  isSaid: boolean;
}

function marksOf(record: InboxRecord, overdue: string | null, isOpen: boolean): Mark[] {
  const marks: Mark[] = [];
  if (overdue) marks.push({ tone: 'warn', sign: 'waiting', words: overdue, isSaid: true });
  else if (isOpen && record.waiting_since !== null)
    marks.push({ tone: '', sign: 'reply', words: 'Waiting for a reply', isSaid: false });
  if (record.has_failed)
    marks.push({ tone: 'bad', sign: 'failed', words: 'The last text was not delivered', isSaid: false });
  if (record.opted_out) marks.push({ tone: 'bad', sign: 'opted-out', words: 'Opted out', isSaid: false });
  if (record.status === 'resolved') marks.push({ tone: 'good', sign: 'resolved', words: 'Resolved', isSaid: false });
  return marks;
}

function textOf(record: InboxRecord, member: Member, now: Date, found?: FoundText) {
  if (!found) return { snippet: record.snippet ?? '', whose: whose([authorOf(record, member)]) };
  const { id, pieces, at } = found;
  const isLast = id === record.message_id;
  const day = isLast ? '' : dayWithYear(asDate(at), now, member.timeZone);
  return { pieces, whose: whose([authorOf(found, member), day]) };
}

const whose = (words: string[]) => (words.some(Boolean) ? `${words.filter(Boolean).join(', ')}:` : '');

function authorOf({ source, author_id: authorId, author }: Said, member: Member): string {
  if (source === null || source === 'inbound') return '';
  if (authorId === member.userId) return 'You';
  return author ? author.split(' ')[0]! : 'Automatic';
}

type Said = Pick<InboxRecord, 'source' | 'author_id' | 'author'>;

function overdueText(record: InboxRecord, limit: number, now: Date): string | null {
  const age = (since: string | Date | null) => now.getTime() - (asOptionalDate(since)?.getTime() ?? Infinity);
  const unassigned = age(record.unassigned_since);
  if (unassigned > limit * 60_000) return `Unassigned for ${duration(unassigned)}`;
  const waiting = age(record.waiting_since);
  return waiting > limit * 60_000 ? `Unanswered for ${duration(waiting)}` : null;
}
