import { inDigits } from '../web/digits.js';
import type { AuditKind, AuditParticulars } from './audit-line.js';

const count = (number = 0, one: string, many = `${one}s`) => `${inDigits(number)} ${number === 1 ? one : many}`;
const kept = (months: number | null = null) => (months === null ? 'forever' : `for ${count(months, 'month')}`);

/** What happened, to stand behind who did it and before whom it was about. */
const sentences: Record<AuditKind, (particulars: AuditParticulars) => string> = {
  'contact-exported': ({ form }) => `exported everything about a contact as ${form === 'json' ? 'JSON' : 'a page'}`,
  'contact-erased': ({ conversations, messages }) =>
    `erased a contact with ${count(conversations, 'conversation')} and ${count(messages, 'message')}`,
  'contact-held': () => 'put a contact on hold, so that nothing of it is erased',
  'contact-released': () => 'ended the hold of a contact',
  'retention-changed': ({ conversationMonths, contactMonths }) =>
    `set how long things are kept: conversations ${kept(conversationMonths)}, contacts ${kept(contactMonths)}`,
  'retention-ran': ({ conversations, contacts }) =>
    `erased what was older than is kept: ${count(conversations, 'conversation')} and ${count(contacts, 'contact')}`,
  'erasing-paused': () => 'paused all erasing',
  'erasing-resumed': () => 'resumed erasing',
};

export const sentenceOf = (kind: AuditKind, particulars: AuditParticulars) => sentences[kind](particulars);
