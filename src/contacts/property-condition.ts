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

/** A property of the contact, an operator, and the values to compare with: none, one, two for *is between*, or many. */
export interface PropertyCondition {
  /** `Field.key` */
  field: string;
  operator: Operator;
  values: string[];
}
