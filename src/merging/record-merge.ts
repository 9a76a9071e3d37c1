import type { Contact } from '../contacts/contact.js';
import type { ContactMerge } from './contact-merge.js';
import type { Row } from './merge-step.js';
import type { Field } from './record-choice.js';
import type { Trail } from './trail.js';

const numbers = 'phone_numbers';
const values = 'property_values';
const users = 'contact_users';
/** In which columns the rows of a field say the same. */
const says = { [numbers]: ['number'], [values]: ['part', 'value'], [users]: ['user_id'] };
const stored = {
  firstName: 'first_name',
  lastName: 'last_name',
  email: 'email',
  externalId: 'external_id',
  timeZone: 'time_zone',
} as const;

/** Makes one record of two, as it was chosen, and takes that of the other away; its contact goes at the very end. */
export async function mergeRecords(
  { keptId, goneId }: ContactMerge,
  { kept, gone, fields }: { kept: Contact; gone: Contact; fields: Field[] },
  updatedAt: string,
  trail: Trail,
) {
  const columns = fields.filter(({ chosen, isSettled }) => chosen === 'gone' && !isSettled);
  const changed = columns.flatMap(({ column }) => (column ? [[stored[column], gone[column]]] : []));
  // Only one contact may have an external id: it is given up before it is taken.
  if (columns.some(({ column }) => column === 'externalId') && gone.externalId !== null)
    await trail.change('contacts', goneId, { external_id: null });
  await trail.change('contacts', keptId, { ...(Object.fromEntries(changed) as Row), updated_at: updatedAt }, true);
  const theirs = {
    [numbers]: await trail.rows(numbers, { contact_id: goneId }),
    [values]: await trail.rows(values, { contact_id: goneId }),
    [users]: await trail.rows(users, { contact_id: goneId }),
  };
  await bringNumbers(kept, theirs[numbers], trail);
  for (const field of fields) await bringField(keptId, field, theirs[values], theirs[users], trail);
  for (const table of [values, users] as const) await bringRest(keptId, table, theirs[table], fields, trail);
  for (const [table, rows] of Object.entries(theirs)) for (const row of rows) await trail.remove(table, row);
}

async function bringNumbers(kept: Contact, theirs: Row[], trail: Trail) {
  let position = Math.max(-1, ...kept.phoneNumbers.map((phone) => phone.position)) + 1;
  for (const row of theirs) {
    const number = String(row['number']);
    if (kept.has(number)) continue;
    const whose = { contact_id: kept.id, number };
    await trail.replace(numbers, whose, [{ ...fresh(row), ...whose, position: position++ }], says[numbers]);
  }
}

async function bringField(keptId: number, field: Field, theirs: Row[], ties: Row[], trail: Trail) {
  if (!field.pairing) return;
  const { property, goneId } = field.pairing;
  const whose = { contact_id: keptId, property_id: property.id };
  if (field.users) return bringUsers(whose, field.users, ties, goneId, trail);
  if (field.isSettled || field.chosen === 'kept') return;
  const wanted = theirs.filter((row) => row['property_id'] === goneId).map((row) => ({ ...fresh(row), ...whose }));
  await trail.replace(values, whose, wanted, says[values]);
}

async function bringUsers(whose: Row, wanted: number[], theirs: Row[], goneId: number, trail: Trail) {
  const own = await trail.rows(users, whose);
  const isSame = own.length === wanted.length && own.every((row) => wanted.includes(Number(row['user_id'])));
  if (isSame) return;
  const known = [...own, ...theirs.filter((row) => row['property_id'] === goneId)];
  const rows = wanted.flatMap((userId, place) => {
    const row = known.find((each) => each['user_id'] === userId);
    return row ? [{ ...fresh(row), ...whose, place }] : [];
  });
  await trail.replace(users, whose, rows, says[users]);
}

// Of fields that the kept contact's type does not have: they stay out of sight, as when a contact changes its type.
async function bringRest(
  keptId: number,
  table: typeof values | typeof users,
  theirs: Row[],
  fields: Field[],
  trail: Trail,
) {
  const decided = new Set(fields.flatMap(({ pairing }) => (pairing ? [pairing.goneId, pairing.property.id] : [])));
  const rest = Map.groupBy(theirs, (row) => Number(row['property_id']));
  for (const [propertyId, rows] of rest) {
    const whose = { contact_id: keptId, property_id: propertyId };
    if (decided.has(propertyId) || (await trail.rows(table, whose)).length) continue;
    await trail.replace(
      table,
      whose,
      rows.map((row) => ({ ...fresh(row), ...whose })),
      says[table],
    );
  }
}

function fresh({ id, ...row }: Row): Row {
  void id;
  return row;
}
