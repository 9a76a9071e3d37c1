import { byTexting } from '../consent/by-texting.js';
import { asDate } from '../database/columns.js';
import type { Kind, Particulars } from '../events/event.js';
import type { Member } from '../people/member.js';
import { clock } from '../web/moments.js';
import type { ShownAttachment } from './attachments.js';
import { withoutWords } from './attachment-words.js';
import { reasonFor } from './failure-reasons.js';
import { partsOf } from './mentions.js';
import { failures, type MessageStatus } from './message-status.js';
import type { Source } from './message.js';

/** A message, a note or a line of the thread, as it is read. What one kind doesn't have is missing. */
export interface ItemRecord {
  kind: 'message' | 'note' | Kind;
  id: number;
  at: string | Date;
  author_id: number | null;
  author: string | null;
  body?: string;
  direction?: string;
  source?: Source;
  status?: MessageStatus;
  created_at?: string | Date;
  error_code?: string | null;
  error_detail?: string | null;
  resent_id?: number | null;
  particulars?: string | null;
  assignee?: string | null;
  assignee_id?: number | null;
}

const late = 2 * 60_000;

const statuses: Record<MessageStatus, { text: string; icon: string }> = {
  received: { text: '', icon: '' },
  queued: { text: 'Queued', icon: 'clock' },
  sending: { text: 'Sending', icon: 'clock' },
  unconfirmed: { text: 'Unconfirmed', icon: 'help' },
  submitted: { text: 'Sent', icon: 'check' },
  delivered: { text: 'Delivered', icon: 'check-check' },
  failed: { text: 'Not sent', icon: 'alert' },
  rejected: { text: 'Not delivered', icon: 'alert' },
  undeliverable: { text: 'Not delivered', icon: 'alert' },
};

const sources: Partial<Record<Source, string>> = {
  'quick-message': 'Quick Message',
  campaign: 'Campaign',
  answer: 'Automatic answer',
  'opt-out-confirmation': 'Automatic answer',
};

/** One item of the thread, as it is shown. `people` are those whom a note can mention. */
export function itemOf(record: ItemRecord, member: Member, people: Member[], attachments: ShownAttachment[] = []) {
  const isMessage = record.kind === 'message';
  const isNote = record.kind === 'note';
  const item = {
    key: `${record.kind}-${record.id}`,
    at: asDate(record.at),
    isMessage,
    isNote,
    isLine: !isMessage && !isNote,
  };
  const author = {
    authorName: record.author,
    isMine: record.author_id === member.userId,
  };
  if (isMessage) return { ...blank, ...item, ...author, ...messageParts(record, member, attachments) };
  if (isNote) return { ...blank, ...item, ...author, body: record.body!, parts: partsOf(record.body!, people) };
  return { ...blank, ...item, ...author, ...lineParts(record) };
}

const blank = {
  isInbound: false,
  attachments: [] as ShownAttachment[],
  body: '',
  lateText: null as string | null,
  sourceLabel: null as string | null,
  status: '',
  statusText: '',
  statusIcon: '',
  isFailed: false,
  isUnconfirmed: false,
  reason: null as string | null,
  waitsFor: null as string | null,
  resendUrl: null as string | null,
  text: '',
  detail: null as string | null,
  lineIcon: '',
  parts: [] as { text: string; isMention: boolean }[],
};

function messageParts(record: ItemRecord, member: Member, attachments: ShownAttachment[]) {
  const status = record.status!;
  const isFailed = failures.includes(status);
  const written = asDate(record.at);
  const arrived = asDate(record.created_at!);
  const isLate = arrived.getTime() - written.getTime() > late;
  return {
    body: withoutWords(
      record.body!,
      attachments.map(({ kind }) => kind),
    ),
    attachments,
    isInbound: record.direction === 'inbound',
    lateText: isLate ? `Written ${clock(written, member.timeZone)}, arrived ${clock(arrived, member.timeZone)}` : null,
    sourceLabel: sources[record.source!] ?? null,
    status,
    statusText: statuses[status].text,
    statusIcon: statuses[status].icon,
    isFailed,
    isUnconfirmed: status === 'unconfirmed',
    reason: isFailed
      ? reasonFor(status === 'unconfirmed' ? 'unconfirmed' : (record.error_code ?? ''), record.error_detail ?? null)
      : null,
    waitsFor: status === 'queued' && record.error_code ? reasonFor(record.error_code, null) : null,
    resendUrl: isFailed && !record.resent_id ? `/messages/${record.id}/resend` : null,
  };
}

function lineParts(record: ItemRecord) {
  const particulars = record.particulars ? (JSON.parse(record.particulars) as Particulars) : {};
  const kind = record.kind as keyof typeof sentences;
  return {
    text: sentences[kind]?.(record, particulars) ?? '',
    detail: particulars.note ? `“${particulars.note}”` : (particulars.reason ?? null),
    lineIcon: icons[kind] ?? 'dot',
  };
}

const inWords = (names: string[]) => new Intl.ListFormat('en').format(names);

type Sentence = (record: ItemRecord, particulars: Particulars) => string;
const who = ({ author }: ItemRecord) => author ?? 'Parley';

const sentences: Partial<Record<Kind, Sentence>> = {
  opened: (record) => (record.author ? `${record.author} opened this conversation` : 'A text opened this conversation'),
  reopened: (record) => (record.author ? `${record.author} reopened this` : 'A text opened this again'),
  resolved: (record) => `${who(record)} resolved this`,
  assigned: assignedText,
  'not-assigned': () => 'Nobody was assigned',
  'opted-out': (record, { word }) => (word ? `Opted out ${byTexting(word)}` : `${who(record)} opted this number out`),
  'opted-in': (record, { word }) =>
    word ? `Opted back in ${byTexting(word)}` : `${who(record)} opted this number back in`,
  'late-opt-in': (_, { word = '' }) => `Texted “${word.trim()}” before opting out; it came late, and the opt-out stays`,
  'asked-for-help': (_, { word = '' }) => `Asked for help ${byTexting(word)}`,
  'opt-out-wish': () => 'This reads like a wish to opt out',
  'wish-dismissed': (record) => `${who(record)} said that it is not an opt-out`,
  linked: (record, { contact }) => `${who(record)} linked this number to ${contact}`,
  moved: (record, { contact }) => `${who(record)} moved texts ${contact}`,
  merged: (record, { contact }) => `${who(record)} merged ${contact} into this contact`,
  unmerged: (record, { contact }) => `${who(record)} undid the merge with ${contact}`,
  'shared-number': () => 'More than one contact has this number',
  spam: (record) => `${who(record)} marked this number as spam`,
  'not-spam': (record) => `${who(record)} said that this is not spam`,
  blocked: (record) => `${who(record)} blocked this number`,
  unblocked: (record) => `${who(record)} unblocked this number`,
  'not-told': (_, { notTold = [] }) =>
    `${inWords(notTold)} can’t see this conversation and ${notTold.length === 1 ? 'was' : 'were'} not told of the note`,
};

function assignedText(record: ItemRecord, { how }: Particulars): string {
  if (!record.assignee) return `${who(record)} put this back to unassigned`;
  if (how) return `Assigned to ${record.assignee}${how}`;
  if (record.author && record.author_id === record.assignee_id) return `${record.author} took this`;
  return record.author ? `${record.author} assigned this to ${record.assignee}` : `Assigned to ${record.assignee}`;
}

const icons: Partial<Record<Kind, string>> = {
  opened: 'inbox',
  reopened: 'inbox',
  resolved: 'check',
  assigned: 'user',
  'not-assigned': 'user',
  'opted-out': 'ban',
  'opted-in': 'check',
  'late-opt-in': 'ban',
  'asked-for-help': 'help',
  'opt-out-wish': 'help',
  'wish-dismissed': 'check',
  linked: 'link',
  moved: 'arrow-right',
  merged: 'users',
  unmerged: 'undo',
  'shared-number': 'users',
  'not-told': 'eye',
  spam: 'spam',
  'not-spam': 'check',
  blocked: 'ban',
  unblocked: 'check',
};
