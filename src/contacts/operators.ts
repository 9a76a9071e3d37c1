import type { Field } from './fields.js';

/** How a field can be compared with what a condition says, in the words of the screen. */
export const operators = {
  is: 'is',
  'is-not': 'is not',
  'is-any-of': 'is any of',
  contains: 'contains',
  'starts-with': 'starts with',
  'is-between': 'is between',
  'less-than': 'is less than',
  'greater-than': 'is greater than',
  'is-empty': 'is empty',
  'is-not-empty': 'is not empty',
} as const;

export type Operator = keyof typeof operators;

const emptiness: Operator[] = ['is-empty', 'is-not-empty'];
const words: Operator[] = ['is', 'is-not', 'is-any-of', 'contains', 'starts-with'];
const order: Operator[] = ['is-between', 'less-than', 'greater-than'];
const picks: Operator[] = ['is', 'is-not', 'is-any-of'];

const byKind: Record<Field['kind'], Operator[]> = {
  text: [...words, 'is-between', ...emptiness],
  email: [...words, 'is-between', ...emptiness],
  'long-text': [...words, ...emptiness],
  phone: [...words, ...emptiness],
  number: [...picks, ...order, ...emptiness],
  date: ['is', 'is-not', ...order, ...emptiness],
  'yes-no': ['is', ...emptiness],
  choice: [...picks, ...emptiness],
  choices: [...picks, ...emptiness],
};

/** What a kind can be asked, in the order in which it is offered. */
export const operatorsFor = (kind: Field['kind']): Operator[] => byKind[kind];

const ofDates: Partial<Record<Operator, string>> = { 'less-than': 'is before', 'greater-than': 'is after' };

/** An operator in words; a date is before another rather than less than it. */
export const operatorInWords = (operator: Operator, kind?: Field['kind']): string =>
  (kind === 'date' && ofDates[operator]) || operators[operator];

/** How many values an operator takes. */
export function valuesOf(operator: Operator): 'none' | 'one' | 'two' | 'many' {
  if (emptiness.includes(operator)) return 'none';
  if (operator === 'is-between') return 'two';
  return operator === 'is-any-of' ? 'many' : 'one';
}

/** Whether this is an operator at all: what comes from a form or a file may be anything. */
export const isOperator = (said: unknown): said is Operator =>
  typeof said === 'string' && Object.hasOwn(operators, said);
