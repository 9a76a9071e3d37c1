import { Injectable } from '@nestjs/common';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Field } from './fields.js';
import { folded } from './folded.js';
import { beyond, like } from '../database/like.js';
import { dayAfter, dayIn, startOfDay } from '../programs/days.js';
import { dialled } from './number-spellings.js';
import type { Operator } from './operators.js';
import { phoneTest } from './phone-filter.js';
import { type PropertyCondition, testOf } from './property-condition.js';
import { allStateSpellings } from './us-states.js';

/** Up to here a value can be found by its index. */
const indexed = 190;

/** What `meets` says of one contact in memory, said of many in SQL. */
@Injectable()
export class PropertyFilter {
  constructor(private readonly database: Database) {}

  /** A condition on `contact`, a row of the table contacts. */
  of(condition: PropertyCondition, field: Field | undefined): Condition {
    const { operator, values } = condition;
    const takesNone = operator === 'is-empty' || operator === 'is-not-empty';
    if (!field || (!takesNone && !values.length)) return { sql: '1 = 0', values: [] };
    const isNegative = operator === 'is-empty' || operator === 'is-not';
    const positive = operator === 'is-not' ? { ...condition, operator: 'is' as const } : condition;
    const having = this.having(positive, field);
    return isNegative ? { sql: `NOT (${having.sql})`, values: having.values } : having;
  }

  // That there is a value which passes.
  private having(condition: PropertyCondition, field: Field): Condition {
    if (field.propertyIds.length) return ofProperties(condition, field);
    if (field.key === 'phone') {
      const { sql, values } = testOn('phone.number', condition, field);
      return { sql: `contact.id IN (SELECT phone.contact_id FROM phone_numbers phone WHERE ${sql})`, values };
    }
    if (field.zone) return onDays('contact.created_at', condition, field.zone);
    const column = this.columns[field.key];
    if (!column) return { sql: '1 = 0', values: [] };
    const { sql, values } = testOn(column, condition, field);
    return { sql: `(COALESCE(${column}, '') <> '' AND ${sql})`, values };
  }

  // MySQL compares these without case and accents by their collation, SQLite by a function of our own.
  private get columns(): Record<string, string> {
    const compared = (column: string) => (this.database.dialect === 'sqlite' ? `folded(${column})` : column);
    return {
      'first-name': compared('contact.first_name'),
      'last-name': compared('contact.last_name'),
      email: compared('contact.email'),
      // Stored to be compared as it stands, and asked for like everything else.
      'external-id':
        this.database.dialect === 'sqlite'
          ? compared('contact.external_id')
          : '(contact.external_id COLLATE utf8mb4_unicode_ci)',
      'time-zone': compared('contact.time_zone'),
      'contact-type': compared('(SELECT kind.name FROM contact_types kind WHERE kind.id = contact.contact_type_id)'),
    };
  }
}

// Only of the property that the contact’s type has: what it had as another type is out of sight.
function ofProperties(condition: PropertyCondition, field: Field): Condition {
  const { sql, values } = testOn('value_.folded', condition, field);
  return any(
    field.propertyIds.map((id) => ({
      sql: `(contact.contact_type_id = (SELECT property.contact_type_id FROM contact_properties property WHERE property.id = ?)
        AND contact.id IN (SELECT value_.contact_id FROM property_values value_
          WHERE value_.property_id = ? AND value_.part = ? AND ${sql}))`,
      values: [id, id, field.part, ...values],
    })),
  );
}

// A moment is on a day of the program's own calendar: from its beginning there to the beginning of the next.
function onDays(column: string, { operator, values }: PropertyCondition, zone: string): Condition {
  const begins = (day: string) => startOfDay(day, zone);
  const ends = (day: string) => startOfDay(dayAfter(day), zone);
  const [first = '', last = ''] = values;
  const within = (from: string, to: string) => ({
    sql: `(${column} >= ? AND ${column} < ?)`,
    values: [begins(from), ends(to)],
  });
  if (operator === 'is-not-empty' || operator === 'is-empty') return { sql: '1 = 1', values: [] };
  if (!values.every(dayIn)) return { sql: '1 = 0', values: [] };
  if (operator === 'less-than') return { sql: `${column} < ?`, values: [begins(first)] };
  if (operator === 'greater-than') return { sql: `${column} >= ?`, values: [ends(first)] };
  return operator === 'is-between' ? within(first, last) : any(values.map((day) => within(day, day)));
}

function testOn(column: string, condition: PropertyCondition, field: Field): Condition {
  const { operator, values } = condition;
  if (operator === 'is-not-empty' || operator === 'is-empty') return { sql: '1 = 1', values: [] };
  if (field.kind === 'number') return compared('value_.number', operator, values.map(Number));
  if (field.kind === 'phone') {
    const single = operator === 'is-any-of' ? 'is' : operator;
    return any(values.map((value) => phoneTest(column, single, dialled(value))));
  }
  const test = compared(column, operator, values.map(folded));
  if (field.part === 'state') return any([test, otherSpellings(column, condition, field)]);
  return operator === 'contains' && column.startsWith('value_') ? any([test, inLongText(values[0] ?? '')]) : test;
}

function compared(column: string, operator: Operator, values: (string | number)[]): Condition {
  const [first = '', last = ''] = values;
  switch (operator) {
    case 'contains':
      return { sql: `${column} LIKE ? ESCAPE '!'`, values: [`%${like(String(first))}%`] };
    case 'starts-with':
      return { sql: `(${column} >= ? AND ${column} < ?)`, values: [first, beyond(String(first))] };
    case 'is-between':
      return typeof last === 'number'
        ? { sql: `(${column} >= ? AND ${column} <= ?)`, values: [first, last] }
        : { sql: `(${column} >= ? AND ${column} < ?)`, values: [first, beyond(last)] };
    case 'less-than':
      return { sql: `${column} < ?`, values: [first] };
    case 'greater-than':
      return { sql: `${column} > ?`, values: [first] };
    default:
      return { sql: `${column} IN (${marks(values)})`, values };
  }
}

// "Texas" finds "TX": all spellings of the states of which one passes.
function otherSpellings(column: string, condition: PropertyCondition, field: Field): Condition {
  const passes = testOf(condition, field);
  const spellings = allStateSpellings.filter((spelling) => passes(new Map([[field.key, [spelling]]])));
  return compared(column, 'is-any-of', spellings.length ? spellings : ['']);
}

// What stands further down in a long text is in no index; the database compares it as it can.
const inLongText = (typed: string): Condition => ({
  // Where the cut falls on a space, that is gone from the end.
  sql: `(LENGTH(value_.folded) >= ${indexed - 1} AND value_.value LIKE ? ESCAPE '!')`,
  values: [`%${like(typed.trim())}%`],
});

const any = (tests: Condition[]): Condition => ({
  sql: `(${tests.map(({ sql }) => sql).join(' OR ')})`,
  values: tests.flatMap(({ values }) => values),
});
