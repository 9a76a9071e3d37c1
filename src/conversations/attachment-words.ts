export type AttachmentKind = 'image' | 'video' | 'audio' | 'vcard' | 'file';

/** What stands in a text for what came with it: in lists, in search and in e-mails, where there are only words. */
const words: Record<AttachmentKind, string> = {
  image: '(sent a picture)',
  video: '(sent a video)',
  audio: '(sent a sound recording)',
  vcard: '(sent a contact card)',
  file: '(sent a file)',
};

/** What it is called where its file has no name. */
export const titles: Record<AttachmentKind, string> = {
  image: 'Picture',
  video: 'Video',
  audio: 'Sound recording',
  vcard: 'Contact card',
  file: 'File',
};

export const isAttachmentKind = (kind: string): kind is AttachmentKind => Object.hasOwn(words, kind);

/** The words for something that was sent, known or not. */
export const wordsFor = (kind: string) =>
  isAttachmentKind(kind) ? words[kind] : '(sent something that Parley can’t show)';

/** A text together with the words for what came with it. */
export const withWords = (text: string, kinds: string[]) => [text, ...kinds.map(wordsFor)].filter(Boolean).join('\n');

/** What was really written, where what came with it is shown itself. */
export function withoutWords(body: string, kinds: string[]): string {
  const lines = body.split('\n');
  for (const kind of kinds.toReversed()) if (lines.at(-1) === wordsFor(kind)) lines.pop();
  return lines.join('\n');
}
