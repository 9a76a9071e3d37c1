import { Refusals } from '../refusal.js';
import { idIn } from '../web/identifier.js';
import { type ContactProperty, type PropertyDetails, type PropertyKind, propertyKinds } from './contact-property.js';
import { folded } from './folded.js';
import { line, lines, tooLong, type Typed, word } from './typed.js';

const most = { name: 80, choices: 200, choice: 190, users: 20 } as const;
// What a column of type TEXT takes.
const mostBytes = 65_000;

const builtIns = [
  'First Name',
  'Last Name',
  'Name',
  'E-mail',
  'Email',
  'Phone',
  'Contact Type',
  'External ID',
  'Time zone',
  'Added on',
];
const reserved = new Set(builtIns.map(folded));

const hasChoices = (kind: PropertyKind) => kind === 'choice' || kind === 'choices';

/** The kind that an address or a form asks for. */
export const kindIn = (said: unknown): PropertyKind | null =>
  typeof said === 'string' && Object.hasOwn(propertyKinds, said) ? (said as PropertyKind) : null;

/** What was typed of a property, or everything that is wrong with it. */
export function propertyFrom(said: Typed, kind: PropertyKind, now?: ContactProperty): PropertyDetails {
  // What a form does not ask for stays as it is.
  const typed: Typed = now
    ? { mostUsers: String(now.mostUsers), routingTableId: String(now.routingTableId ?? ''), ...said }
    : said;
  const name = line(typed['name']);
  const choices = hasChoices(kind) ? choicesIn(typed) : null;
  const isRelationship = kind === 'user-relationship';
  const mostUsers = isRelationship ? Number(word(typed['mostUsers']) || 1) : 1;
  const found = { name: problemOfName(name), choices: choices && problemOfChoices(choices) };
  const problems = Object.fromEntries(Object.entries(found).filter((entry): entry is [string, string] => !!entry[1]));
  if (!Number.isInteger(mostUsers) || mostUsers < 1 || mostUsers > most.users)
    problems['mostUsers'] = `A contact may have 1 to ${most.users} of them.`;
  if (Object.keys(problems).length) throw new Refusals(problems);
  const routingTableId = isRelationship ? idIn(word(typed['routingTableId'])) || null : null;
  return { name, isRequired: typed['isRequired'] === '1', choices, mostUsers, routingTableId };
}

function problemOfName(name: string) {
  if (!folded(name)) return 'Give it a name.';
  if (reserved.has(folded(name))) return `Every contact has “${name}” already. Choose another name.`;
  // Merge fields are written {{Name|default}}.
  if (/[{}|]/.test(name)) return 'A name can’t have braces or bars in it.';
  return tooLong([...name].length, most.name);
}

const choicesIn = (typed: Typed) =>
  lines(typed['choices'])
    .split('\n')
    .map((choice) => line(choice))
    .filter(Boolean);

function problemOfChoices(choices: string[]) {
  if (!choices.length) return 'Write at least one choice, each on a line of its own.';
  if (choices.length > most.choices) return `Those are ${choices.length} choices; there is room for ${most.choices}.`;
  const long = choices.map((choice) => tooLong([...choice].length, most.choice)).find(Boolean);
  if (long) return long;
  if (Buffer.byteLength(JSON.stringify(choices)) > mostBytes) return 'Those are too many long choices. Shorten them.';
  const twice = choices.find((choice, place) =>
    choices.slice(0, place).some((other) => folded(other) === folded(choice)),
  );
  return twice === undefined ? null : `“${twice}” is listed twice.`;
}

interface Around {
  typeUrl: string;
  tables: { id: number; name: string }[];
}

/** What the form of a property shows: what was typed, else what it has. */
export function propertyForm(
  kind: PropertyKind,
  property: ContactProperty | null,
  typed: Typed | null,
  { typeUrl, tables }: Around,
) {
  const tableId = typed ? word(typed['routingTableId']) : String(property?.routingTableId ?? '');
  return {
    heading: property ? property.name : `New field: ${propertyKinds[kind]}`,
    action: property ? `${typeUrl}/properties/${property.id}` : `${typeUrl}/properties`,
    typeUrl,
    kind,
    kindLabel: propertyKinds[kind],
    isNew: !property,
    isArchived: property?.isArchived ?? false,
    name: typed ? word(typed['name']) : (property?.name ?? ''),
    isRequired: typed ? typed['isRequired'] === '1' : (property?.isRequired ?? false),
    hasChoices: hasChoices(kind),
    choices: typed ? lines(typed['choices']) : (property?.choices ?? []).join('\n'),
    isRelationship: kind === 'user-relationship',
    mostUsers: typed ? word(typed['mostUsers']) : String(property?.mostUsers ?? 1),
    hasTables: tables.length > 0,
    tables: [{ id: '', name: 'None' }, ...tables.map(({ id, name }) => ({ id: String(id), name }))].map((table) => ({
      ...table,
      isSelected: table.id === tableId,
    })),
  };
}
