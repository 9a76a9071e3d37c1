import type { Facts } from './facts.js';
import type { Field } from './fields.js';
import { folded } from './folded.js';
import { dialled, numberSpellings } from './number-spellings.js';
import { type Operator, operatorInWords, operatorsFor, valuesOf } from './operators.js';
import { dateInWords, isoDate, numeral } from './property-notations.js';
import { stateSpellings } from './us-states.js';

export { type Operator, operators, operatorsFor } from './operators.js';

/** A property of the contact, an operator, and the values to compare with: none, one, two for *is between*, or many. */
export interface PropertyCondition {
  /** `Field.key` */
  field: string;
  operator: Operator;
  values: string[];
}

/** Whether a contact of whom this is known meets a condition. Nobody meets one about a property that is gone. */
export const meets = (condition: PropertyCondition, field: Field | undefined, facts: Facts): boolean =>
  testOf(condition, field)(facts);

/**
 * A condition made ready to be asked of many contacts.
 *
 * Text is compared without case and accents. Between "A" and "L" lies everything from "A" on and up to all that begins
 * with "L": both ends are included, and the upper one stands for whatever it begins, so that "Lopez" belongs to "A" to
 * "L". Of several values (numbers, choices) one that fits is enough; *is not* asks that none does, and so is true when
 * there is none.
 */
export function testOf(condition: PropertyCondition, field: Field | undefined): (facts: Facts) => boolean {
  if (!field) return () => false;
  const { operator, values } = condition;
  const of = (facts: Facts) => facts.get(field.key) ?? [];
  if (operator === 'is-empty') return (facts) => of(facts).length === 0;
  if (operator === 'is-not-empty') return (facts) => of(facts).length > 0;
  if (!values.length) return () => false;
  const fits = field.kind === 'number' ? numberTest(operator, values) : textTest(operator, values, field);
  return operator === 'is-not' ? (facts) => !of(facts).some(fits) : (facts) => of(facts).some(fits);
}

function numberTest(operator: Operator, values: string[]): (value: string) => boolean {
  const wanted = values.map(Number);
  const [first = NaN, last = NaN] = wanted;
  const holds: Partial<Record<Operator, (value: number) => boolean>> = {
    'is-between': (value) => value >= first && value <= last,
    'less-than': (value) => value < first,
    'greater-than': (value) => value > first,
  };
  const test = holds[operator] ?? ((value: number) => wanted.includes(value));
  return (value) => test(Number(value));
}

// ISO dates sort as text, so that dates need no test of their own.
function textTest(operator: Operator, values: string[], field: Field): (value: string) => boolean {
  const wanted = values.map((value) => asCompared(value, field.kind));
  const [first = '', last = ''] = wanted;
  const equals = new Set(wanted);
  const holds: Partial<Record<Operator, (value: string) => boolean>> = {
    contains: (value) => value.includes(first),
    'starts-with': (value) => value.startsWith(first),
    'is-between': (value) => value >= first && (value <= last || value.startsWith(last)),
    'less-than': (value) => value < first,
    'greater-than': (value) => value > first,
  };
  const test = holds[operator] ?? ((value: string) => equals.has(value));
  if (field.kind === 'phone') return (value) => numberSpellings(value).some(test);
  if (field.part === 'state') return (value) => stateSpellings(folded(value)).some(test);
  return (value) => test(folded(value));
}

const asCompared = (value: string, kind: Field['kind']) => (kind === 'phone' ? dialled(value) : folded(value));

/** "State is any of TX, OK", "Entry date is before Aug 31, 2027", "GPA is empty". */
export const inWords = (condition: PropertyCondition, field: Field | undefined): string =>
  `${field?.label ?? 'A deleted field'} ${predicate(condition, field)}`;

/** What follows the property's name: "is any of TX, OK". */
export function predicate({ operator, values }: PropertyCondition, field: Field | undefined): string {
  const shown = values.map((value) => (field?.kind === 'date' ? dateInWords(value) : value));
  const said = operator === 'is-between' ? shown.join(' and ') : shown.join(', ');
  return [operatorInWords(operator, field?.kind), said].filter(Boolean).join(' ');
}

/** A condition as it is stored: the field's own key, nothing empty, each value in its canonical form and once. */
export function normalised(condition: PropertyCondition, field: Field): PropertyCondition {
  const { operator } = condition;
  const takes = valuesOf(operator);
  const values = takes === 'none' ? [] : condition.values.map((value) => canonical(value, field)).filter(Boolean);
  return { field: field.key, operator, values: takes === 'many' ? once(values, field.kind) : values };
}

function canonical(typed: string, field: Field): string {
  const value = typed.trim();
  if (field.kind === 'number') return numeral(value) ?? value;
  if (field.kind === 'date') return isoDate(value) ?? value;
  if (field.kind === 'phone') return isDialled(value) ? dialled(value) : value;
  return choicesOf(field)?.find((choice) => folded(choice) === folded(value)) ?? value;
}

function once(values: string[], kind: Field['kind']): string[] {
  const compared = values.map((value) => asCompared(value, kind));
  return values.filter((_, place) => compared.indexOf(compared[place]!) === place);
}

/** What can be chosen, where it can't be anything. */
export function choicesOf({ kind, choices }: Pick<Field, 'kind' | 'choices'>): string[] | null {
  if (kind === 'yes-no') return ['yes', 'no'];
  return kind === 'choice' || kind === 'choices' ? choices : null;
}

const most = { values: 100, characters: 190 };
const isDialled = (value: string) => /\d/.test(value) && /^[+\d\s().\-/]*$/.test(value);

/** What is wrong with a condition, in a sentence; null when nothing is. */
export function problemOf(condition: PropertyCondition, field: Field | undefined): string | null {
  if (!field) return 'This field is gone. Choose another.';
  if (!operatorsFor(field.kind).includes(condition.operator))
    return `${field.label} can’t be asked whether it “${operatorInWords(condition.operator, field.kind)}”.`;
  const { operator, values } = normalised(condition, field);
  return problemOfCount(operator, values) ?? problemOfValues(values, field) ?? problemOfEnds(operator, values, field);
}

function problemOfCount(operator: Operator, values: string[]): string | null {
  const takes = valuesOf(operator);
  if (takes === 'two' && values.length !== 2) return 'Fill in both ends.';
  if (takes !== 'none' && !values.length) return 'Say what to compare with.';
  if (takes === 'one' && values.length > 1) return 'That is more than one value. Use “is any of” for several.';
  if (values.length > most.values) return `Those are ${values.length} values; there is room for ${most.values}.`;
  const long = values.find((value) => value.length > most.characters);
  return long ? `That is ${long.length} characters; there is room for ${most.characters}.` : null;
}

function problemOfValues(values: string[], field: Field): string | null {
  const wrong = (value: string) => problemOfValue(value, field);
  return values.map(wrong).find((problem) => problem !== null) ?? null;
}

function problemOfValue(value: string, field: Field): string | null {
  if (field.kind === 'number') return numeral(value) === null ? `“${value}” is not a number.` : null;
  if (field.kind === 'date') return isoDate(value) === null ? `“${value}” is not a date. Example: 2027-08-31` : null;
  if (field.kind === 'phone') return isDialled(value) ? null : `“${value}” is not part of a phone number.`;
  const choices = choicesOf(field);
  if (choices) return choices.includes(value) ? null : `“${value}” is not one of the choices of ${field.label}.`;
  return folded(value) ? null : 'Say what to compare with.';
}

function problemOfEnds(operator: Operator, values: string[], { kind }: Field): string | null {
  if (operator !== 'is-between') return null;
  const [low = '', high = ''] = values.map((value) => asCompared(value, kind));
  const isExchanged = kind === 'number' ? Number(values[0]) > Number(values[1]) : low > high && !low.startsWith(high);
  return isExchanged ? 'The first is after the second: swap them.' : null;
}
