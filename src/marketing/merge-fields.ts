import type { Field } from '../contacts/fields.js';
import { folded } from '../contacts/folded.js';
import { longestText } from '../conversations/conversation.js';
import { legible } from '../programs/legible.js';
import { nearest } from './merge-nearest.js';

/** What can be merged into a text, by the name that staff write: `{{First Name}}`. */
export interface MergeField {
  name: string;
  /** What holds its value, by `Field.key` or a key of ours: the first that is not empty. */
  keys: string[];
  /** Whether menus show it; the others are still understood, because texts may hold them. */
  isOffered: boolean;
}

/** A piece of a text: words as they are, or a field to be filled in. */
export type Part = string | { field: MergeField; fallback: string | null; written: string };

/** The values of a contact, by `MergeField.name`. */
export type Values = ReadonlyMap<string, string>;

const ofProgram: MergeField = { name: 'Program', keys: ['program'], isOffered: true };
const ofSender: MergeField = { name: 'My Name', keys: ['my-name'], isOffered: true };
const leading = ['First Name', 'Last Name'];

/** The key of a User Relationship's name; the same name in several Contact Types is one field. */
export const relationshipKey = (name: string) => `user ${folded(name)}`;

/**
 * Every field by its name. What a contact has goes before the words of the program: where contacts have a property
 * "Program", `{{Program}}` is theirs.
 */
export function mergeFieldsOf(fields: Field[], relationships: { name: string; isArchived: boolean }[]): MergeField[] {
  const first = fields.filter(({ label }) => leading.includes(label));
  const named = [
    ...first.map(asNamed),
    ...relationships.map(({ name, isArchived }) => ({ name, key: relationshipKey(name), isArchived })),
    ...fields.filter((field) => !first.includes(field) && field.propertyIds.length).map(asNamed),
    ...fields.filter((field) => !first.includes(field) && !field.propertyIds.length).map(asNamed),
  ].filter(({ name }) => !/[{}]/.test(name));
  const groups = [...Map.groupBy(named, ({ name }) => folded(name)).values()].map((group) => {
    const living = group.filter(({ isArchived }) => !isArchived);
    const meant = living.length ? living : group;
    return { name: meant[0]!.name, keys: [...new Set(meant.map(({ key }) => key))], isOffered: living.length > 0 };
  });
  const own = [ofSender, ofProgram].filter(({ name }) => !groups.some((group) => folded(group.name) === folded(name)));
  return [...groups.slice(0, 2), ...own, ...groups.slice(2)];
}

const asNamed = ({ label, key, isArchived }: Field) => ({ name: label, key, isArchived });

/** How a field is written. */
export const written = (name: string, fallback: string | null = null) =>
  `{{${name}${fallback === null ? '' : `|${fallback}`}}}`;

/** Reads a text with merge fields. What can't be understood is a problem, in a sentence for people, and stays as it is. */
export function parse(text: string, fields: MergeField[]): { parts: Part[]; problems: string[] } {
  const parts: Part[] = [];
  const problems = new Set<string>();
  const known = new Map(fields.map((field) => [folded(field.name), field]));
  for (const piece of text.split(/(\{\{[^{}]*\}\})/)) {
    const said = /^\{\{([^{}]*)\}\}$/.exec(piece)?.[1];
    const found = said === undefined ? undefined : fieldIn(said, known);
    if (found) parts.push({ ...found, written: piece });
    else if (piece) parts.push(piece);
    if (said === undefined) strayBraces(piece).forEach((problem) => problems.add(problem));
    else if (!found) problems.add(unknown(said, fields));
  }
  return { parts, problems: [...problems] };
}

/**
 * The text as a contact gets it. Values go in as they are, whatever braces they hold. A field without a value and
 * without a default stays in the text as it was written and is listed, so that nobody is sent a blank.
 */
export function merged(parts: Part[], values: Values): { text: string; missing: string[]; isTooLong: boolean } {
  const missing = new Set<string>();
  const text = parts
    .map((part) => {
      if (typeof part === 'string') return part;
      const value = values.get(part.field.name)?.trim() || part.fallback;
      if (value === null) missing.add(part.field.name);
      return value ?? part.written;
    })
    .join('');
  return { text, missing: [...missing], isTooLong: text.length > longestText };
}

/** What is wrong with a text that somebody wants to keep or send, in sentences; empty when nothing is. */
export function problemOfText(said: string, fields: MergeField[]): string {
  const body = legible(said);
  if (!body) return 'Write the text.';
  if (body.length > longestText) return `That is ${body.length} characters; a text can have ${longestText}.`;
  return parse(body, fields).problems.slice(0, 3).join(' ');
}

/** The fields that a text uses, each once. */
export const usedIn = (parts: Part[]): MergeField[] => [
  ...new Set(parts.flatMap((part) => (typeof part === 'string' ? [] : [part.field]))),
];

// A name may hold a bar itself, so the whole is tried first, then each bar from the right.
function fieldIn(said: string, known: ReadonlyMap<string, MergeField>) {
  const whole = known.get(folded(said));
  if (whole) return { field: whole, fallback: null };
  for (let bar = said.lastIndexOf('|'); bar >= 0; bar = bar ? said.lastIndexOf('|', bar - 1) : -1) {
    const field = known.get(folded(said.slice(0, bar)));
    if (field) return { field, fallback: said.slice(bar + 1).trim() };
  }
  return undefined;
}

function unknown(said: string, fields: MergeField[]): string {
  const [name = ''] = said.split('|');
  if (!name.trim()) return `“{{${said}}}” names no field. Write a name between the braces, such as {{First Name}}.`;
  const offer = nearest(
    name,
    fields.filter(({ isOffered }) => isOffered).map((field) => field.name),
  );
  const shown = name.trim().length > 40 ? `${name.trim().slice(0, 40)}…` : name.trim();
  return `There is no field “${shown}”.${offer ? ` Did you mean ${offer}?` : ''}`;
}

function strayBraces(words: string): string[] {
  const opened = /\{\{[^{}]{0,20}/.exec(words);
  if (opened) return [`“${opened[0].trimEnd()}” is not closed. A field ends with }}.`];
  return words.includes('}}') ? ['“}}” closes nothing. A field begins with {{.'] : [];
}
