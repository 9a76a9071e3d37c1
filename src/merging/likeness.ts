import { formalName, lettersOf } from './nicknames.js';

/** What is compared of a contact. */
export interface Somebody {
  id: number;
  typeId: number;
  firstName: string;
  lastName: string;
  email: string | null;
  numbers: string[];
  /** Days on which they were born, as the fields of their record say. */
  birthdays: string[];
}

/** What speaks for two contacts being one person. */
export type Reason = 'name' | 'similar-name' | 'number' | 'email' | 'birthday';

export const reasonWords: Record<Reason, string> = {
  name: 'Same name',
  'similar-name': 'Similar name',
  number: 'Same phone number',
  email: 'Same e-mail',
  birthday: 'Same birthday',
};

const weights: Record<Reason, number> = { name: 40, 'similar-name': 30, number: 30, email: 35, birthday: 25 };
/** A shared telephone or mailbox alone: perhaps a family. */
const familyScore = 15;

export interface Likeness {
  reasons: Reason[];
  score: number;
}

/**
 * Whether two contacts are perhaps one person, and what speaks for it; null when too little does. A name alone counts
 * among contacts of one type, and so does a number or an e-mail address alone: of two types that is a child and a parent.
 * With a shared number or address the first name is enough of a name. Different birthdays speak against everything but a
 * like name together with the same number or address.
 */
export function likenessOf(one: Somebody, other: Somebody): Likeness | null {
  const contact: Reason[] = [
    ...(one.numbers.some((number) => other.numbers.includes(number)) ? (['number'] as const) : []),
    ...(one.email && one.email.toLowerCase() === other.email?.toLowerCase() ? (['email'] as const) : []),
  ];
  const isNamesake = contact.length > 0 && formalName(one.firstName) === formalName(other.firstName);
  const name = likeNames(one, other) ?? (isNamesake ? 'similar-name' : null);
  const isBornTogether = one.birthdays.some((day) => other.birthdays.includes(day));
  const isBornApart = !isBornTogether && one.birthdays.length > 0 && other.birthdays.length > 0;
  if (!name && (!contact.length || one.typeId !== other.typeId || isBornApart)) return null;
  if (name && !contact.length && (isBornApart || (one.typeId !== other.typeId && !isBornTogether))) return null;
  const reasons = [...(name ? [name] : []), ...contact, ...(isBornTogether ? (['birthday'] as const) : [])];
  const score = name ? reasons.reduce((sum, reason) => sum + weights[reason], 0) : familyScore * contact.length;
  return { reasons, score };
}

type Named = Pick<Somebody, 'firstName' | 'lastName'>;

/** Whether two names could be one person’s. */
export const areLikeNames = (one: Named, other: Named) => likeNames(one, other) !== null;

/** The same name; or nearly: short for it, first and last name swapped, one letter wrong in one of the two. */
function likeNames(one: Named, other: Named): 'name' | 'similar-name' | null {
  const [first, last] = [lettersOf(one.firstName), lettersOf(one.lastName)];
  const [otherFirst, otherLast] = [lettersOf(other.firstName), lettersOf(other.lastName)];
  if (!first || !last || !otherFirst || !otherLast) return null;
  if (first === otherFirst && last === otherLast) return 'name';
  const isSwapped = first === otherLast && last === otherFirst;
  const isShort = formalName(one.firstName) === formalName(other.firstName);
  const isMistyped = (isShort && isTypo(last, otherLast)) || (last === otherLast && isTypo(first, otherFirst));
  return isSwapped || (isShort && last === otherLast) || isMistyped ? 'similar-name' : null;
}

/** In shorter words one letter makes another name: Lena and Lana. */
const shortest = 5;

/** Whether one letter is wrong, missing, too many, or two beside each other are swapped. */
export function isTypo(one: string, other: string): boolean {
  const [short, long] = one.length <= other.length ? [one, other] : [other, one];
  if (short.length < shortest || long.length - short.length > 1 || short === long) return false;
  let start = 0;
  while (start < short.length && short[start] === long[start]) start += 1;
  if (long.length > short.length) return short.slice(start) === long.slice(start + 1);
  const isSwap = short[start] === long[start + 1] && short[start + 1] === long[start];
  return (
    short.slice(start + 1) === long.slice(start + 1) || (isSwap && short.slice(start + 2) === long.slice(start + 2))
  );
}

/**
 * Numbers under which somebody is found by everybody whose name is like theirs: whole first and last name, and each with
 * the beginning and the end of the other, of which a typing mistake spares one. The order of the two doesn’t matter.
 */
export function nameKeys({ firstName, lastName }: Named): number[] {
  const [first, last] = [lettersOf(firstName), lettersOf(lastName)];
  if (!first || !last) return [];
  const exact = [first, last].sort().join(' ');
  const halves = (whole: string, part: string) => [`${whole} ${part.slice(0, 2)}…`, `${whole} …${part.slice(-2)}`];
  return [
    ...new Set([exact, ...halves(formalName(firstName), last), ...halves(formalName(lastName), first)].map(hash)),
  ];
}

// FNV-1a, to 31 bits: what an integer column holds on every database. A clash only costs a comparison.
function hash(text: string): number {
  let value = 0x811c9dc5;
  for (let place = 0; place < text.length; place += 1)
    value = Math.imul(value ^ text.charCodeAt(place), 0x01000193) >>> 0;
  return value >>> 1;
}
