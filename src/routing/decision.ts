import type { ContactProperty } from '../contacts/contact-property.js';
import type { Facts } from '../contacts/facts.js';
import type { Field } from '../contacts/fields.js';
import { firstMatch, rowInWords } from './answer.js';
import { type Availability, isAvailable, isEligible, type People, standInFor, whyNot } from './availability.js';
import { choose } from './choosing.js';
import type { RoutingRow } from './routing-row.js';
import type { RoutingTable } from './routing-table.js';

/** A User Relationship of a contact: the users stored on the contact, and the table that it employs. */
export interface Relationship {
  property: Pick<ContactProperty, 'id' | 'name' | 'mostUsers'>;
  stored: number[];
  table: RoutingTable | null;
}

/** Somebody was found: how, and what is to be noted down with it. */
export interface Found {
  person: Availability;
  /** Follows their name in the thread's line. */
  how: string;
  /** Whose turn it was in which row. */
  turn: { row: RoutingRow; userId: number } | null;
  /** Who becomes the contact's in which relationship, in the place of whom. */
  store: { propertyId: number; userId: number; inPlaceOf: number[] } | null;
}

/** Nobody was found: why, and whether somebody may be back or have room later. */
export interface Nobody {
  person: null;
  why: string;
  waits: boolean;
}

/** Whom a conversation goes to, by the contact's User Relationships in their order. Touches nothing. */
export function decide(relationships: Relationship[], facts: Facts, fields: Field[], people: People): Found | Nobody {
  if (!relationships.length) return { person: null, why: 'This Contact Type has no User Relationship', waits: false };
  const reasons: string[] = [];
  let waits = false;
  for (const relationship of relationships) {
    const answer = fromStored(relationship, people) ?? fromTable(relationship, facts, fields, people);
    if (answer.person) return answer;
    reasons.push(answer.why);
    waits ||= answer.waits || storedEligible(relationship, people).length > 0;
  }
  return { person: null, why: reasons.join('; '), waits };
}

function fromStored({ property, stored }: Relationship, people: People): Found | null {
  const known = stored.map((userId) => people.get(userId)).filter((one) => one !== undefined);
  const found = known.find(isAvailable);
  if (found) return { person: found, how: `, ${property.name} of this contact`, turn: null, store: null };
  for (const one of known) {
    const standIn = standInFor(one, people);
    const how = `, who stands in: ${whyNot(one)}, the ${property.name} of this contact`;
    if (standIn) return { person: standIn, how, turn: null, store: null };
  }
  return null;
}

function fromTable(relationship: Relationship, facts: Facts, fields: Field[], people: People): Found | Nobody {
  const { property, stored, table } = relationship;
  const absent = storedEligible(relationship, people).flatMap((one) => whyNot(one) ?? []);
  const nobody = (why: string, waits = false): Nobody => ({
    person: null,
    why: [...absent.map((reason) => `${reason} (${property.name})`), why].join('; '),
    waits,
  });
  if (!table) return nobody(`${property.name} employs no Routing Table`);
  const row = firstMatch(table.rows, facts, fields);
  if (!row) return nobody(`No row of Routing Table “${table.name}” matches`);

  const place = `Routing Table “${table.name}”, ${placeOf(row, table)}`;
  const { person, turnOf, passedOver, mayBeLater } = choose(row, people);
  if (!person) return nobody(`${place}: ${passedOver.join(', ') || 'it names nobody'}`, mayBeLater);
  const isStandIn = person.userId !== turnOf;
  const instead = isStandIn ? `; stands in: ${whyNot(people.get(turnOf!)!)}` : '';
  return {
    person,
    how: ` by ${place}${row.isOtherwise ? '' : `: ${rowInWords(row, fields)}`}${instead}`,
    turn: { row, userId: turnOf! },
    // Whom the contact has stays theirs through an absence; and who stands in does not become theirs.
    store:
      absent.length || isStandIn
        ? null
        : {
            propertyId: property.id,
            userId: person.userId,
            inPlaceOf: stored.slice(Math.max(0, property.mostUsers - 1)),
          },
  };
}

/** "row 2", as it is counted on the table's page; "Otherwise". */
export const placeOf = (row: RoutingRow, table: RoutingTable) =>
  row.isOtherwise ? 'Otherwise' : `row ${table.rows.indexOf(row) + 1}`;

const storedEligible = ({ stored }: Relationship, people: People) =>
  stored.map((userId) => people.get(userId)).filter((one) => one !== undefined && isEligible(one)) as Availability[];
