import { type Field, fieldOf } from '../contacts/fields.js';
import { isOperator, type Operator, operatorsFor, valuesOf } from '../contacts/operators.js';
import { choicesOf, type PropertyCondition } from '../contacts/property-condition.js';
import { listIn } from './listed-values.js';
import type { GivesTo, RowDetails } from './routing-row.js';

export type Typed = Record<string, unknown>;

/** A condition as far as it was typed. */
export interface TypedCondition {
  /** `Field.key`, or nothing yet. */
  field: string;
  operator: Operator;
  values: string[];
}

/** A row as far as it was typed: what the form shows again, whatever is wrong with it. */
export interface TypedRow {
  isOtherwise: boolean;
  joined: 'all' | 'any';
  conditions: TypedCondition[];
  givesTo: GivesTo;
  /** Ids of users, empty where nobody is chosen. */
  users: string[];
}

const mostShown = 40;
const blank = (): TypedCondition => ({ field: '', operator: 'is', values: [] });

export const newRow = (isOtherwise: boolean): TypedRow => ({
  isOtherwise,
  joined: 'all',
  conditions: isOtherwise ? [] : [blank()],
  givesTo: 'one',
  users: [],
});

export const typedOf = ({ userIds, ...row }: RowDetails): TypedRow => ({ ...row, users: userIds.map(String) });

/** Reads the form. What can't be understood is as if it had not been said. */
export function rowIn(body: Typed, fields: Field[]): TypedRow {
  const isOtherwise = body['isOtherwise'] === '1';
  const places = [...new Set(Object.keys(body).flatMap((name) => /^c(\d{1,3})\./.exec(name)?.[1] ?? []))];
  return {
    isOtherwise,
    joined: body['joined'] === 'any' ? 'any' : 'all',
    conditions: isOtherwise
      ? []
      : places
          .map(Number)
          .sort((one, other) => one - other)
          .slice(0, mostShown)
          .map((place) => conditionIn(body, `c${place}`, fields)),
    givesTo: givesTo.find((way) => way === body['givesTo']) ?? 'one',
    users: several(body['users']).filter(Boolean).slice(0, 100),
  };
}

const givesTo: GivesTo[] = ['one', 'in-turn', 'fewest-open'];
const word = (said: unknown) => (typeof said === 'string' ? said : '');
const several = (said: unknown) => (Array.isArray(said) ? said : said === undefined ? [] : [said]).map(word);

function conditionIn(body: Typed, name: string, fields: Field[]): TypedCondition {
  const key = word(body[`${name}.field`]);
  const field = fieldOf(key, fields);
  const said = body[`${name}.operator`];
  const known = field ? operatorsFor(field.kind) : [];
  const operator = isOperator(said) && known.includes(said) ? said : 'is';
  const values = valuesIn(body, name);
  return { field: field?.key ?? key, operator, values: stayingFor(values, field, body[`${name}.was`] === key) };
}

// A field for several values is a list, one for a range has two ends; which one it was, the form says.
function valuesIn(body: Typed, name: string): string[] {
  if (`${name}.from` in body || `${name}.to` in body) return [word(body[`${name}.from`]), word(body[`${name}.to`])];
  const said = several(body[`${name}.value`]);
  return body[`${name}.list`] === '1' ? said.flatMap(listIn) : said;
}

// What was typed for another property stays, unless it is nothing that this one could be.
function stayingFor(values: string[], field: Field | undefined, isSameField: boolean): string[] {
  const choices = field && choicesOf(field);
  return choices && !isSameField ? values.filter((value) => choices.includes(value)) : values;
}

/** What a button of the form does to what was typed, when it does not save it. */
export function after(step: unknown, row: TypedRow): TypedRow {
  const [, action, place = ''] = /^([a-z-]+)(?:\.(\d{1,3}))?$/.exec(word(step)) ?? [];
  if (action === 'add-condition') return { ...row, conditions: [...row.conditions, blank()] };
  if (action === 'add-person') return { ...row, users: [...row.users, ''] };
  if (action !== 'remove-condition') return row;
  const left = row.conditions.filter((_, index) => index !== Number(place));
  return { ...row, conditions: left.length ? left : [blank()] };
}

/** Whether a button of the form wants it shown again rather than saved. */
export const isStep = (step: unknown) => word(step) !== '' && step !== 'save';

/** A typed condition as one that can be judged. */
export const conditionOf = ({ field, operator, values }: TypedCondition): PropertyCondition => ({
  field,
  operator,
  values: valuesOf(operator) === 'two' ? values.slice(0, 2) : values,
});
