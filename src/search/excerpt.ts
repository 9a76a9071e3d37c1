import { apostrophe, formsIn, sign, standsAlone, wordsAsked } from '../database/words.js';

/** A piece of a text: words that were asked for, or what stands between them. */
export interface Piece {
  text: string;
  isFound: boolean;
}

const longest = 160;
/** So much may stand before the first word that was asked for; of more only the end is shown. */
const mostBefore = 40;
const shownBefore = 24;
const letters = `(?:(?!${sign})[\\p{L}\\p{N}\\p{M}])+`;
const words = new RegExp(`${sign}|${letters}(?:${apostrophe}${letters})*`, 'gu');

/** What of a text fits into a row, from a little before the first word that was asked for, with those words by themselves. */
export function excerpt(text: string, q: string): Piece[] {
  const asked = wordsAsked(q);
  const places = [...text.matchAll(words)].filter(([word]) => isAsked(word, asked));
  const from = beginning(text, places[0]?.index ?? 0);
  const to = Math.min(text.length, from + longest);
  const pieces: Piece[] = [];
  const add = (part: string, isFound: boolean) => part && pieces.push({ text: part, isFound });
  let at = from;
  add(from ? '…' : '', false);
  for (const { 0: word, index } of places) {
    if (index < at || index + word.length > to) continue;
    add(text.slice(at, index), false);
    add(word, true);
    at = index + word.length;
  }
  add(text.slice(at, to).toWellFormed(), false);
  return pieces;
}

function isAsked(said: string, asked: string[]): boolean {
  const forms = formsIn(said);
  return asked.some((word, place) =>
    forms.some((form) => (standsAlone(asked, place) ? form === word : form.startsWith(word))),
  );
}

/** Where to begin, so that the first word is seen: at the beginning of a word, if there is one not far away. */
function beginning(text: string, first: number): number {
  if (first <= mostBefore) return 0;
  const from = first - shownBefore;
  const gap = text.slice(from, first).search(/\s/);
  return gap < 0 ? first : from + gap + 1;
}
