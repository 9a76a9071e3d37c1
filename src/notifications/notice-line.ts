import { failures, type MessageStatus } from '../conversations/message-status.js';
import { asDate } from '../database/columns.js';
import type { Particulars } from '../events/event.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { campaignColumns, campaignLine, type CampaignRow, campaignUrl, isTrouble } from './campaign-line.js';
import type { NotificationKind } from './notification.js';

/** A notification as it is read, with what it is about. */
export interface NoticeRow extends CampaignRow {
  id: number;
  kind: NotificationKind;
  at: string | Date;
  read_at: string | Date | null;
  conversation_id: number | null;
  actor: string | null;
  first_name: string | null;
  last_name: string | null;
  number: string | null;
  accent: string | null;
  direction: 'inbound' | 'outbound' | null;
  note: string | null;
}

export const noticeColumns = `notification.id, notification.kind, notification.at, notification.read_at,
  notification.conversation_id, actor.name AS actor, event.particulars, contact.first_name, contact.last_name,
  conversation.number, type.accent, message.body, message.direction, message.status, ${campaignColumns},
  CASE WHEN notification.kind = 'mention' THEN (SELECT note.body FROM notes note
    WHERE note.conversation_id = event.conversation_id AND note.at = event.at AND note.author_id = event.by_user_id
    ORDER BY note.id DESC LIMIT 1) END AS note`;

/** A text is shown with its own words, everything else with the newest of the conversation. */
export const noticeTables = `notifications notification
  JOIN events event ON event.id = notification.event_id
  LEFT JOIN campaigns campaign ON campaign.id = notification.campaign_id
  LEFT JOIN conversations conversation ON conversation.id = COALESCE(notification.conversation_id, event.conversation_id)
  LEFT JOIN contacts contact ON contact.id = conversation.contact_id
  LEFT JOIN contact_types type ON type.id = contact.contact_type_id
  LEFT JOIN messages message ON message.id = COALESCE(event.message_id, conversation.last_message_id)
  LEFT JOIN users actor ON actor.id = event.by_user_id`;

const icons: Record<NotificationKind, string> = {
  text: 'chat',
  assigned: 'person-check',
  mention: 'mention',
  'unassigned-text': 'unassigned',
  waiting: 'waiting',
  failed: 'failed',
  campaign: 'megaphone',
};

/** A notification as it is shown: a sentence about a contact, and some words of what it is about. */
export function lineOf(row: NoticeRow, member: Member) {
  const person =
    `${row.first_name ?? ''} ${row.last_name ?? ''}`.trim() || nationalForm(row.number ?? '', member.country);
  const isOfCampaign = row.kind === 'campaign';
  const { before, name, after, words } = isOfCampaign
    ? campaignLine(row, person)
    : { name: person, words: wordsOf(row), ...sentences[row.kind as ConversationKind](row) };
  return {
    id: row.id,
    kind: row.kind,
    key: `notification-${row.id}`,
    url: isOfCampaign ? campaignUrl(row) : `/conversations/${row.conversation_id}`,
    readUrl: `/notifications/${row.id}/reading`,
    icon: icons[row.kind],
    isBad: isOfCampaign ? isTrouble(row) : row.kind === 'failed' || row.kind === 'waiting',
    accent: row.accent ?? 'slate',
    before,
    name,
    after,
    words: shortened(words),
    at: asDate(row.at),
    isUnread: row.read_at === null,
  };
}

export type NoticeLine = ReturnType<typeof lineOf>;

type Sentence = (row: NoticeRow) => { before: string; after: string };

type ConversationKind = Exclude<NotificationKind, 'campaign'>;

const sentences: Record<ConversationKind, Sentence> = {
  text: () => ({ before: '', after: ' texted' }),
  assigned: ({ actor }) =>
    actor ? { before: `${actor} assigned `, after: ' to you' } : { before: '', after: ' is assigned to you' },
  mention: ({ actor }) => ({ before: `${actor ?? 'Somebody'} mentioned you in a note on `, after: '' }),
  'unassigned-text': () => ({ before: '', after: ' texted, and nobody has the conversation' }),
  waiting: () => ({ before: '', after: ' has waited too long' }),
  failed: ({ status }) => ({ before: 'Your text to ', after: outcome(status) }),
};

// What was unconfirmed may turn out well.
function outcome(status: MessageStatus | null): string {
  if (status === 'unconfirmed') return ' may not have been sent';
  return !status || failures.includes(status) ? ' was not delivered' : ' got through after all';
}

const mostWords = 160;

// What we said last is not what somebody is told of, unless it failed.
function wordsOf({ kind, particulars, body, direction, note }: NoticeRow): string {
  const said = kind === 'assigned' && particulars ? (JSON.parse(particulars) as Particulars).note : note;
  return said ?? (direction === 'inbound' || kind === 'failed' ? body : null) ?? '';
}

function shortened(said: string): string {
  const words = said.replace(/\s+/g, ' ').trim();
  const letters = [...words];
  return letters.length > mostWords
    ? `${letters
        .slice(0, mostWords - 1)
        .join('')
        .trimEnd()}…`
    : words;
}
