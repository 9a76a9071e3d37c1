import { legible, visible } from '../programs/legible.js';

/** What came of a form: anything may be missing, or there several times. */
export type Typed = Record<string, unknown>;

/** What a field says, without surrounding space; nothing for what is no text. */
export const word = (said: unknown): string =>
  typeof said === 'string' ? visible(said.replaceAll('\0', '').trim()) : '';

/** All that a field says that may be there several times. */
export const several = (said: unknown): string[] =>
  (Array.isArray(said) ? said : said === undefined ? [] : [said]).map(word);

/** A line: no line ends, no control characters, which no keyboard writes. */
export const line = (said: unknown): string =>
  word(said)
    .replace(/[\p{Cc}\s]+/gu, ' ')
    .trim();

/** Lines: line ends as they should be. */
export const lines = (said: unknown): string => legible(word(said));

export const tooLong = (length: number, most: number) =>
  length > most ? `That is ${length} characters; there is room for ${most}.` : null;
