import type { ArrivingText } from '../conversations/arrivals.js';
import type { Arriving } from '../conversations/attachment.js';
import { isAttachmentKind, withWords } from '../conversations/attachment-words.js';
import { type Fields, idOf, isObject, numberOf, senderOf, textOf, timeOf } from './fields.js';

const longest = 15_000;
const longestUrl = 2000;
const mostPieces = 30;
const mostAttachments = 10;

/** Reads a text that came in; a sentence when that is not possible. */
export function inboundText(fields: Fields, now: Date): ArrivingText | string {
  const providerId = idOf(fields['message_uuid']);
  const to = numberOf(fields['to']);
  const from = senderOf(fields['from']);
  if (!providerId) return 'It has no message_uuid.';
  if (!to) return 'It does not say which number of ours it was sent to.';
  if (!from) return 'Its sender is not a phone number.';
  const pieces = piecesIn(fields);
  const said = saidIn(fields, pieces);
  return {
    ...{ providerId, to, from, writtenAt: timeOf(fields['timestamp'], now) },
    ...{ said, body: bodyOf(said, pieces), attachments: attached(pieces) },
  };
}

/** Something that came with a text, as far as it can be understood. */
interface Piece {
  kind: string;
  caption: string;
  url: string;
  name: string;
}

// One stands under the name of its kind. Several stand in a list; then the first may be there twice, with its caption once.
function piecesIn(fields: Fields): Piece[] {
  const kind = textOf(fields['message_type']) || 'text';
  const single = kind === 'text' ? [] : [piece(kind, isObject(fields[kind]) ? (fields[kind] as Fields) : {})];
  const listed = Array.isArray(fields['content']) ? fields['content'].filter(isObject).slice(0, mostPieces) : [];
  if (!listed.length) return single;
  const several = listed.map((each) => piece(textOf(each['type']), each));
  const [first] = single;
  if (first?.caption && !several.some(({ caption }) => caption)) several[0]!.caption = first.caption;
  return several;
}

const piece = (kind: string, fields: Fields): Piece => ({
  kind,
  caption: textOf(fields['caption']),
  url: textOf(fields['url']).trim(),
  name: textOf(fields['name']),
});

// What is cut off must not be the words for what came with it, or nobody would know of it.
const saidIn = (fields: Fields, pieces: Piece[]) =>
  [textOf(fields['text']), ...pieces.map(({ caption }) => caption)]
    .filter(Boolean)
    .join('\n')
    .slice(0, longest - 60 * pieces.length);

const bodyOf = (said: string, pieces: Piece[]) =>
  withWords(
    said,
    pieces.map(({ kind }) => kind),
  ) || '(empty text)';

// What has no address can't be fetched: the words in the text are all there is of it.
const attached = (pieces: Piece[]): Arriving[] =>
  pieces
    .slice(0, mostAttachments)
    .flatMap(({ kind, url, name }) =>
      isAttachmentKind(kind) && url && url.length <= longestUrl ? [{ kind, url, name }] : [],
    );
