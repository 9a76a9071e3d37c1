import type { Facts } from '../contacts/facts.js';
import { type Field, fieldOf } from '../contacts/fields.js';
import { choicesOf, normalised, problemOf } from '../contacts/property-condition.js';
import type { RoutingRow } from './routing-row.js';

export type Typed = Record<string, unknown>;

/** What the rows of a table ask about, each field once, in the order in which it is asked. */
export const fieldsAsked = (rows: RoutingRow[], fields: Field[]): Field[] => [
  ...new Set(
    rows.flatMap(({ conditions }) => conditions.flatMap((condition) => fieldOf(condition.field, fields) ?? [])),
  ),
];

const nameOf = (field: Field) => `value.${field.key}`;

/** Whether values were typed at all. */
export const isTyped = (typed: Typed) => Object.keys(typed).some((name) => name.startsWith('value.'));

/** Typed values as what is known of a contact, and what is wrong with them, by the name of the input. */
export function factsFrom(typed: Typed, asked: Field[]): { facts: Facts; problems: Record<string, string> } {
  const facts = new Map<string, readonly string[]>();
  const problems: Record<string, string> = {};
  for (const field of asked) {
    const values = several(typed[nameOf(field)]);
    // What is typed is what a condition could say: the same is right, and the same is wrong with it.
    const problem = values.map((value) => problemOf(saying(field, value), field)).find((found) => found !== null);
    if (problem) problems[nameOf(field)] = problem;
    else
      facts.set(
        field.key,
        values.flatMap((value) => normalised(saying(field, value), field).values),
      );
  }
  return { facts, problems };
}

const saying = (field: Field, value: string) => ({ field: field.key, operator: 'is' as const, values: [value] });

const several = (said: unknown): string[] =>
  (Array.isArray(said) ? said : [said]).flatMap((value) =>
    typeof value === 'string' && value.trim() ? [value.trim().slice(0, 500)] : [],
  );

/** The inputs for what is asked, with what was typed, else with what the contact has. */
export function inputsFor(asked: Field[], typed: Typed, facts: Facts | null) {
  return asked.map((field) => {
    const values = isTyped(typed) ? several(typed[nameOf(field)]) : [...(facts?.get(field.key) ?? [])];
    const choices = choicesOf(field);
    return {
      name: nameOf(field),
      label: field.label,
      type: field.kind === 'date' ? 'date' : field.kind === 'phone' ? 'tel' : 'text',
      isNumber: field.kind === 'number',
      isSelect: choices !== null,
      isMultiple: field.kind === 'choices',
      // A date that is none is typed again; the control for dates would drop it.
      value: values[0] ?? '',
      options: [...new Set([...(choices ?? []), ...(choices ? values : [])])].map((choice) => ({
        choice,
        isSelected: values.includes(choice),
      })),
    };
  });
}
