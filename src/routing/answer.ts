import type { Facts } from '../contacts/facts.js';
import { type Field, fieldOf } from '../contacts/fields.js';
import { inWords, meets, type PropertyCondition } from '../contacts/property-condition.js';
import type { RoutingRow } from './routing-row.js';

/** A condition as it was looked at: what it says, whether the contact meets it, and what the contact has. */
export interface Finding {
  text: string;
  isMet: boolean;
  /** The contact's values, as they are stored; none when it is empty. */
  found: readonly string[];
}

/** A row as it was looked at. */
export interface Outcome {
  row: RoutingRow;
  isMatch: boolean;
  findings: Finding[];
}

/** Every row of a table, looked at with one contact: the first match is the table's answer. */
export const outcomes = (rows: RoutingRow[], facts: Facts, fields: Field[]): Outcome[] =>
  rows.map((row) => {
    const findings = row.conditions.map((condition) => findingOf(condition, facts, fields));
    return { row, findings, isMatch: isMatch(row, findings) };
  });

/** The row that answers for a contact. */
export const firstMatch = (rows: RoutingRow[], facts: Facts, fields: Field[]): RoutingRow | null =>
  rows.find((row) =>
    isMatch(
      row,
      row.conditions.map((condition) => ({ isMet: isMet(condition, facts, fields) })),
    ),
  ) ?? null;

/** "State is any of TX, OK and Entry term is Fall 2027"; "Otherwise" for the row that takes everybody. */
export function rowInWords(row: RoutingRow, fields: Field[]): string {
  if (row.isOtherwise) return 'Otherwise';
  return row.conditions
    .map((condition) => conditionInWords(condition, fields))
    .join(row.joined === 'all' ? ' and ' : ' or ');
}

// A row that lost its conditions takes nobody: only Otherwise takes everybody.
function isMatch(row: RoutingRow, findings: { isMet: boolean }[]): boolean {
  if (row.isOtherwise) return true;
  if (!findings.length) return false;
  return row.joined === 'all' ? findings.every(({ isMet }) => isMet) : findings.some(({ isMet }) => isMet);
}

function findingOf(condition: PropertyCondition, facts: Facts, fields: Field[]): Finding {
  const field = fieldOf(condition.field, fields);
  return {
    text: conditionInWords(condition, fields),
    isMet: isMet(condition, facts, fields),
    found: (field && facts.get(field.key)) ?? [],
  };
}

// What asks for a property that is gone is met by nobody.
function isMet(condition: PropertyCondition, facts: Facts, fields: Field[]): boolean {
  const field = fieldOf(condition.field, fields);
  return field ? meets(condition, field, facts) : false;
}

function conditionInWords(condition: PropertyCondition, fields: Field[]): string {
  const field = fieldOf(condition.field, fields);
  return field ? inWords(condition, field) : 'A field that is gone';
}
