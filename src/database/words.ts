import { folded } from './folded.js';

/** So many letters of a word are looked at: the full text index of MySQL passes over words of more than eighty-four. */
const longest = 40;
/** So many of a text: MySQL keeps 65,535 bytes, and a letter takes up to three. */
const mostLetters = 20_000;

// Letters of their own, without a mark that could be taken away: nobody who looks for Đặng, Søren or Łukasz types them.
const plain: Record<string, string> = {
  ...{ đ: 'd', ð: 'd', ħ: 'h', ı: 'i', ł: 'l', ø: 'o', ŧ: 't' },
  ...{ æ: 'ae', œ: 'oe', þ: 'th' },
  // At the end of a word; a beginning may end there where the word goes on.
  ς: 'σ',
};
const letters = new RegExp(`[${Object.keys(plain).join('')}]`, 'g');
/** As a pattern: what people type between O and Brien. */
export const apostrophe = "['’‘ʼʻ`]";
const apostrophes = new RegExp(apostrophe, 'g');
/** As a pattern: written without spaces, or no letter at all. Each sign is a word, under its number. */
export const sign =
  '[\\p{Script=Han}\\p{Script=Hiragana}\\p{Script=Katakana}\\p{Extended_Pictographic}\\p{Regional_Indicator}]';
const signs = new RegExp(sign, 'gu');
const word = /[\p{L}\p{N}]+(?:'[\p{L}\p{N}]+)*/gu;

/**
 * A text as a search finds it, for the full text index of either database: its words, without case and accents. Whatever the
 * engines disagree about is settled here (see docs/decisions/0025-a-text-is-kept-as-words.md). O’Brien is found as `obrien`
 * and as `brien`. Words of one or two letters, which MySQL would pass over, are made longer by what nobody can ask for.
 */
export function wordsOf(...texts: (string | null)[]): string {
  const words = formsIn(texts.filter(Boolean).join('\n')).map((each) => lengthened(cut(each)));
  let left = mostLetters;
  return [...new Set(words)].filter((each) => (left -= each.length + 1) >= 0).join(' ');
}

/** A whole word as it is indexed. */
export const lengthened = (each: string) => each.padEnd(3, '_');

/** The words that somebody asks for, as beginnings of those of `wordsOf`. */
export const wordsAsked = (q: string): string[] => [...new Set(spoken(q).map(joined).map(cut))].slice(0, 8);

/** The I of I-20: in texts a letter that something follows is a word. To look at all that begin with it would take long. */
export const standsAlone = (asked: string[], place: number) => place < asked.length - 1 && asked[place]!.length === 1;

/** The words of a text, without case and accents; of one with an apostrophe the whole and its parts. */
export const formsIn = (text: string): string[] =>
  spoken(text).flatMap((each) => (each.includes("'") ? [joined(each), ...each.split("'")] : [each]));

const spoken = (text: string): string[] => plainly(text).match(word) ?? [];

const joined = (each: string) => each.replaceAll("'", '');
const cut = (each: string) => [...each].slice(0, longest).join('');

const plainly = (text: string) =>
  folded(text.replace(apostrophes, "'"))
    .replace(letters, (letter) => plain[letter]!)
    .normalize('NFC')
    .replace(signs, (sign) => ` u${sign.codePointAt(0)!.toString(16)} `);
