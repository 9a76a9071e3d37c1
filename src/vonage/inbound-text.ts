import type { ArrivingText } from '../conversations/arrivals.js';
import { type Fields, idOf, isObject, numberOf, textOf, timeOf } from './fields.js';

const attachments: Record<string, string> = {
  image: '(sent a picture)',
  video: '(sent a video)',
  audio: '(sent a sound recording)',
  vcard: '(sent a contact card)',
  file: '(sent a file)',
};
const longest = 15_000;

/** Reads a text that came in; a sentence when that is not possible. */
export function inboundText(fields: Fields, now: Date): ArrivingText | string {
  const providerId = idOf(fields['message_uuid']);
  const to = numberOf(fields['to']);
  const from = numberOf(fields['from']);
  if (!providerId) return 'It has no message_uuid.';
  if (!to) return 'It does not say which number of ours it was sent to.';
  if (!from) return 'Its sender is not a phone number.';
  return { providerId, to, from, body: bodyOf(fields), writtenAt: timeOf(fields['timestamp'], now) };
}

// Pictures are not shown yet: a plain sentence says that there was one, and the webhook is kept as it came.
function bodyOf(fields: Fields): string {
  const kind = textOf(fields['message_type']) || 'text';
  const single = isObject(fields[kind]) ? (fields[kind] as Fields) : {};
  const several = Array.isArray(fields['content']) ? fields['content'].filter(isObject) : [];
  const kinds = several.length ? several.map((each) => textOf(each['type'])) : kind === 'text' ? [] : [kind];
  const captions = several.length ? several.map((each) => textOf(each['caption'])) : [textOf(single['caption'])];
  const words = [
    textOf(fields['text']),
    ...captions,
    ...kinds.map((each) => attachments[each] ?? '(sent something that Parley can’t show)'),
  ];
  return words.filter(Boolean).join('\n').slice(0, longest) || '(empty text)';
}
