import type { Contact, ContactDetails } from '../contacts/contact.js';
import { folded } from '../contacts/folded.js';
import { inDigits } from '../web/digits.js';
import { cellsNamed } from './cell-words.js';
import { type Difference, differenceOf } from './differences.js';
import type { Verdict } from './import.js';
import type { ImportLine } from './import-line.js';
import type { Known, Knowing } from './known-contacts.js';
import { type Matching } from './mapping.js';
import { type Around, detailsOf, type Reading } from './reading.js';

/** What comes of a line: nothing is written yet. */
export interface Judged {
  line: ImportLine;
  verdict: Verdict;
  problems: string[] | null;
  /** Who it is about, as the file is compared with itself by it. */
  matchKey: string | null;
  externalId: string | null;
  contact: Contact | null;
  details: ContactDetails | null;
  difference: Difference | null;
  numbers: string[];
  /** By what else a later line would find this person, once the line is imported. */
  otherKeys: string[];
}

/** Which line of the file is about the same person, or has the same external ID, by what they are compared by. */
export interface Earlier {
  byKey: Map<string, number>;
  byExternalId: Map<string, number>;
}

const none = { values: new Map(), users: new Map() };

/** Judges a line, given who is here and which lines came before it; remembers the line among them. */
export function judged(line: ImportLine, reading: Reading, around: Around, knowing: Knowing, earlier: Earlier): Judged {
  const known = reading.key ? whoIs(reading, around, knowing) : null;
  const contact = known && 'contact' in known ? known.contact : null;
  const matchKey = contact ? `#${contact.id}` : reading.key;
  const externalId = reading.cells.get('external-id') || null;
  const numbers = reading.numbers.map(({ number }) => number);
  const common = { line, matchKey, externalId, contact, numbers, otherKeys: [] };
  const nothing = { details: null, difference: null, problems: null };
  const refuse = (problems: string[]): Judged => ({ ...common, ...nothing, verdict: 'refused', problems });

  if (reading.problems.length) return refuse([...reading.problems, ...furtherProblems(reading, contact, around)]);
  if (known && 'problem' in known) return refuse([known.problem]);
  const twice = twiceIn(earlier, matchKey!, externalId, around.mapping.matchBy);
  if (twice) return refuse([twice]);
  const { treatment, changesType } = around.mapping;
  if (!contact && treatment === 'only-update')
    return refuse(['No existing contact has this, and nobody is to be added.']);
  const remember = () => {
    earlier.byKey.set(matchKey!, line.line);
    if (externalId) earlier.byExternalId.set(externalId, line.line);
  };
  if (contact && treatment === 'leave') {
    remember();
    return { ...common, ...nothing, verdict: 'left' };
  }
  if (contact && contact.contactTypeId !== around.type.id && !changesType)
    return refuse([ofOtherType(contact, around)]);
  const holder = externalId ? knowing.byExternalId.get(externalId) : undefined;
  if (holder !== undefined && holder !== contact?.id)
    return refuse([`Another contact has the external ID “${externalId}”.`]);
  const found = detailsOf(reading, contact, (known as Known | null)?.stored ?? none, around);
  if (found.problems) return refuse(found.problems);
  remember();
  const added = numbers.filter((number) => number !== reading.key && !contact?.has(number));
  const otherKeys = around.mapping.matchBy === 'phone' ? added : [];
  for (const key of otherKeys) earlier.byKey.set(key, line.line);
  const { details, stored } = found;
  if (!contact) return { ...common, details, otherKeys, difference: null, problems: null, verdict: 'new' };
  const difference = differenceOf(contact, details, stored, around);
  const verdict = difference.fields.length ? 'changed' : 'same';
  return { ...common, details, otherKeys, difference, problems: null, verdict };
}

/**
 * A line that is judged to be imported, as far as somebody has said yes to it: what was tried as somebody new is not written
 * over a contact who has been found only since.
 */
export function asTried(judged: Judged, { mapping }: Around): Judged {
  const { line, verdict, contact } = judged;
  if (line.verdict !== 'new' || verdict !== 'changed') return judged;
  const problem = `Nobody had this ${byWhat[mapping.matchBy]} when the file was checked; now ${contact!.name} has it. If they are the same person, upload this line again.`;
  return { ...judged, verdict: 'refused', problems: [problem], details: null, difference: null };
}

const byWhat = { email: 'e-mail address', phone: 'phone number', 'external-id': 'external ID' } as const;

function twiceIn(earlier: Earlier, matchKey: string, externalId: string | null, matchBy: Matching): string | null {
  const line = earlier.byKey.get(matchKey);
  const other = externalId ? earlier.byExternalId.get(externalId) : undefined;
  if (line === undefined && other === undefined) return null;
  const what = line === undefined ? byWhat['external-id'] : byWhat[matchBy];
  return `Twice in the file: line ${inDigits((line ?? other)!)} has the same ${what}.`;
}

// Several who share a number or an address are told apart by their name, if it tells them apart.
function whoIs(
  reading: Reading,
  { mapping }: Around,
  { byKey, contacts }: Knowing,
): Known | { problem: string } | null {
  const found = (byKey.get(reading.key!) ?? []).flatMap((id) => contacts.get(id) ?? []);
  if (found.length < 2) return found[0] ?? null;
  const name = folded(cellsNamed(reading.cells));
  const named = found.filter(({ contact }) => folded(contact.name) === name);
  if (named.length === 1) return named[0]!;
  const all = found.slice(0, 3).map(({ contact }) => contact.name);
  return {
    problem: `Several contacts have this ${byWhat[mapping.matchBy]}: ${all.join(', ')}${found.length > 3 ? '…' : ''}. Merge them, or match people by something else.`,
  };
}

function ofOtherType({ name, contactTypeId }: Contact, { types, type }: Around): string {
  const now = types.find(({ id }) => id === contactTypeId)?.name ?? 'contact of another type';
  return `${name} is here as ${now}, not as ${type.name}.`;
}

// What else is wrong with a line that can't be taken anyway, so that it is put right once.
function furtherProblems(reading: Reading, contact: Contact | null, around: Around): string[] {
  if (!reading.cells.size) return [];
  return detailsOf(reading, contact, none, around).problems ?? [];
}
