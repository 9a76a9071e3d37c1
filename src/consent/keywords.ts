import type { KeywordLists, Program } from '../programs/program.js';

export type Keyword = keyof KeywordLists;

/** These always work, whatever a program's lists say. */
export const fixedKeywords: Pick<KeywordLists, 'stop' | 'start'> = {
  stop: ['STOP', 'UNSUBSCRIBE', 'CANCEL'],
  start: ['START', 'SUBSCRIBE', 'UNSTOP'],
};

/** The further words that carriers and regulators list; a program can edit them. */
export const usualKeywords: KeywordLists = {
  stop: ['STOPALL', 'STOP ALL', 'END', 'QUIT', 'REVOKE', 'OPTOUT', 'OPT OUT'],
  start: [],
  help: ['HELP', 'INFO'],
};

/** Which keyword a whole text is, if it is one. "Please stop by my office" is none. */
export function keywordIn(text: string, program: Pick<Program, 'keywords'>): Keyword | null {
  const said = keywordSaid(text);
  const own = program.keywords ?? usualKeywords;
  const means = (words: string[]) => words.some((word) => keywordSaid(word) === said);
  if (!said) return null;
  if (means(fixedKeywords.stop) || means(own.stop)) return 'stop';
  if (means(fixedKeywords.start) || means(own.start)) return 'start';
  return means(own.help) ? 'help' : null;
}

/** What a text says as a keyword. Case, accents of width, surrounding space, quotes, punctuation and emoji don't matter; the words do. */
export function keywordSaid(text: string): string {
  return text
    .normalize('NFKC')
    .replace(/[^\p{L}\p{N}]+/gu, ' ')
    .trim()
    .toUpperCase();
}
