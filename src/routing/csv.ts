import { type Field, fieldOf } from '../contacts/fields.js';
import { folded } from '../contacts/folded.js';
import { type Operator, operatorInWords, operators, valuesOf } from '../contacts/operators.js';
import type { PropertyCondition } from '../contacts/property-condition.js';
import { csvLines } from '../web/csv-cells.js';
import { guarded, joined } from './csv-file.js';
import type { GivesTo, RoutingRow } from './routing-row.js';

/** Somebody of the staff, active or not, as a file names them. */
export interface Person {
  userId: number;
  name: string;
  /** In lower case. */
  email: string;
  isActive: boolean;
  /** Whether their role lets them handle conversations. */
  handles: boolean;
}

/** How a row gives, in the words of the file. */
export const givings: Record<GivesTo, string> = { one: 'one', 'in-turn': 'in turn', 'fewest-open': 'fewest open' };

/** The columns that every file has; the conditions stand between Match and Assigns. */
export const columns = { position: 'Position', match: 'Match', assigns: 'Assigns', users: 'Users' } as const;
export const conditionColumns = (place: number) =>
  ['field', 'operator', 'value'].map((what) => `If ${place} ${what}`) as [string, string, string];

/** A table as a file that Excel opens as it is, and that comes back unchanged. */
export function csvOf(rows: RoutingRow[], fields: Field[], people: Person[]): string {
  const most = Math.max(1, ...rows.map(({ conditions }) => conditions.length));
  const places = Array.from({ length: most }, (_, place) => place);
  const emails = new Map(people.map(({ userId, email }) => [userId, email]));
  const header = [
    columns.position,
    columns.match,
    ...places.flatMap((place) => conditionColumns(place + 1)),
    columns.assigns,
    columns.users,
  ];
  const lines = rows.map((row, index) => [
    String(index + 1),
    row.isOtherwise ? 'otherwise' : row.joined,
    ...places.flatMap((place) => cellsOf(row.conditions[place], fields)),
    givings[row.givesTo],
    row.userIds.flatMap((id) => emails.get(id) ?? []).join('; '),
  ]);
  return csvLines([header, ...lines.map((cells) => cells.map(guarded))], true);
}

function cellsOf(condition: PropertyCondition | undefined, fields: Field[]): string[] {
  if (!condition) return ['', '', ''];
  const field = fieldOf(condition.field, fields);
  const takes = valuesOf(condition.operator);
  return [
    field ? nameOf(field, fields) : condition.field,
    operatorInWords(condition.operator, field?.kind),
    takes === 'two' || takes === 'many' ? joined(condition.values) : (condition.values[0] ?? ''),
  ];
}

/** What a file calls a field: its label, with its key where another field has the same label. */
const nameOf = (field: Field, fields: Field[]) =>
  fieldNamed(field.label, fields) === field ? field.label : `${field.label} [${field.key}]`;

/** The field that a file means; nothing when there is none, or several have that label. */
export function fieldNamed(name: string, fields: Field[]): Field | undefined {
  const wanted = folded(name);
  const labelled = fields.filter(({ label }) => folded(label) === wanted);
  const offered = labelled.filter(({ isArchived }) => !isArchived);
  if (labelled.length) return labelled.length === 1 ? labelled[0] : offered.length === 1 ? offered[0] : undefined;
  const key = /\[([\w.-]+)\]$/.exec(name.trim())?.[1];
  return key ? fieldOf(key, fields) : undefined;
}

/** The operator that a file means, in the words of the screen or of the code. */
export function operatorNamed(name: string, kind?: Field['kind']): Operator | undefined {
  const wanted = folded(name).replaceAll('-', ' ');
  return (Object.keys(operators) as Operator[]).find((operator) =>
    [operatorInWords(operator, kind), operators[operator], operator].some(
      (word) => folded(word).replaceAll('-', ' ') === wanted,
    ),
  );
}
