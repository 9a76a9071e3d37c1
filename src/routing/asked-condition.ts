import type { Facts } from '../contacts/facts.js';
import type { Field } from '../contacts/fields.js';
import { folded } from '../contacts/folded.js';
import { type PropertyCondition, testOf } from '../contacts/property-condition.js';
import { ValueRange } from './value-range.js';

/** A condition, made ready to be compared with many others. */
export class AskedCondition {
  private readonly operator = this.condition.operator;
  private readonly test = testOf(this.condition, this.field);
  private readonly candidates = this.onlyValues();
  private readonly range = this.rangeOfValues();
  private readonly values = this.condition.values.map(folded);
  private readonly meaning = this.inOneForm();

  constructor(
    private readonly condition: PropertyCondition,
    readonly field: Field,
  ) {}

  /** Whether whoever meets this one meets the other. */
  implies(other: AskedCondition): boolean {
    if (this.field !== other.field) return false;
    if (this.meaning === other.meaning) return true;
    if (other.operator === 'is-not-empty') return this.isPositive;
    if (this.operator === 'is-empty') return other.operator === 'is-not';
    // Where there may be further values, one that fits is enough for all but "is not".
    if (this.candidates && (this.hasOneValue || other.operator !== 'is-not')) return this.candidates.every(other.test);
    if (other.operator === 'contains') return this.mustHold(other.values[0] ?? '');
    return Boolean(this.range && other.range?.holds(this.range));
  }

  /** Whether nobody can meet this one and all of the others. */
  excludes(all: AskedCondition[]): boolean {
    const others = all.filter((other) => other !== this && other.field === this.field);
    if (this.operator === 'is-empty') return others.some(({ isPositive }) => isPositive);
    if (!this.hasOneValue) return false;
    if (this.candidates) return !this.candidates.some((facts) => others.every(({ test }) => test(facts)));
    return others.some(({ range }) => this.range && range && !this.range.meets(range));
  }

  // Only who has a value meets it.
  private get isPositive() {
    return this.operator !== 'is-empty' && this.operator !== 'is-not';
  }

  private get hasOneValue() {
    return this.field.kind !== 'choices' && this.field.kind !== 'phone';
  }

  private mustHold(piece: string): boolean {
    const isPiece = this.operator === 'contains' || this.operator === 'starts-with';
    return isPiece && this.field.kind !== 'phone' && (this.values[0] ?? '').includes(piece);
  }

  private inOneForm(): string {
    const values = this.operator === 'is-between' ? this.values : this.values.toSorted();
    return [this.operator, ...values].join('\n');
  }

  // The only values that somebody can have who meets it. A part of a phone number may stand for several numbers.
  private onlyValues(): Facts[] | null {
    const { operator, values } = this.condition;
    const isExact = this.field.kind !== 'phone' && (operator === 'is' || operator === 'is-any-of');
    return isExact ? values.map((value) => new Map([[this.field.key, [value]]])) : null;
  }

  private rangeOfValues(): ValueRange | null {
    const { kind, part } = this.field;
    if (kind === 'phone' || part === 'state') return null;
    const inOrder = { number: Number, date: Date.parse }[kind as 'number' | 'date'] ?? folded;
    const [first, last] = this.condition.values.map((value) => inOrder(value));
    if (first === undefined) return null;
    if (this.operator === 'is-between' && last !== undefined) return new ValueRange(first, last);
    if (this.operator === 'starts-with') return new ValueRange(first, first);
    if (this.operator === 'less-than') return new ValueRange(-Infinity, first, { low: false, high: true });
    if (this.operator === 'greater-than') return new ValueRange(first, Infinity, { low: true, high: false });
    return null;
  }
}
