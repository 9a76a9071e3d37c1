import type { Field } from '../contacts/fields.js';
import { folded } from '../contacts/folded.js';
import { type Operator, valuesOf } from '../contacts/operators.js';
import { normalised, problemOf, type PropertyCondition } from '../contacts/property-condition.js';
import { Refusal } from '../refusal.js';
import { columns, conditionColumns, fieldNamed, givings, operatorNamed, type Person } from './csv.js';
import { apart, type Line, linesIn, unguarded } from './csv-file.js';
import { type Header, headerOf } from './csv-header.js';
import { type GivesTo, type RowDetails, RoutingRow } from './routing-row.js';
import { mostRows } from './routing-table.js';

/** A line of the file as a row of the table, and everything that is wrong with it. */
export interface ReadRow {
  line: number;
  details: RowDetails;
  problems: string[];
}

interface Problem {
  text: string;
  /** Whether it was right once, so that a row that the table has already may stay. */
  hasBecomeSo: boolean;
}

const wrong = (text: string): Problem => ({ text, hasBecomeSo: false });
const outdated = (text: string): Problem => ({ text, hasBecomeSo: true });

type Cell = (column: string) => string;

const cellIn = ({ cells }: Line, { places }: Header, column: string) =>
  unguarded(cells[places.get(folded(column)) ?? -1] ?? '').trim();

/**
 * The rows that a file would make of a table. What concerns the whole file is refused; what concerns a line is said
 * there. A row that the table has already (its key is in `known`) may stay as it is, whatever has become of those whom
 * and what it names.
 */
export function rowsIn(text: string, fields: Field[], people: Person[], known: ReadonlySet<string>): ReadRow[] {
  const [first, ...lines] = linesIn(text);
  if (!first) throw new Refusal('There is nothing in it.', 'csv');
  const header = headerOf(first.cells);
  if (lines.length > mostRows)
    throw new Refusal(`Those are ${lines.length} rows; a table has room for ${mostRows}.`, 'csv');
  const rows = lines.map((line) => {
    const { details, problems } = rowOf(line, header, fields, people);
    const counting = known.has(keyOf(details)) ? problems.filter(({ hasBecomeSo }) => !hasBecomeSo) : problems;
    return { line: line.number, details, problems: counting.map(({ text }) => text) };
  });
  sayWhatIsOutOfOrder(rows, lines, header);
  return rows;
}

/** The same for rows that say the same. */
export const keyOf = ({ isOtherwise, joined, conditions, givesTo, userIds }: RowDetails) =>
  JSON.stringify([
    isOtherwise,
    isOtherwise || joined,
    conditions.map(({ field, operator, values }) => [field, operator, values]),
    givesTo,
    userIds,
  ]);

function rowOf(line: Line, header: Header, fields: Field[], people: Person[]) {
  const cell: Cell = (column) => cellIn(line, header, column);
  const problems: Problem[] = [];
  if (line.cells.some((extra, place) => extra.trim() && !header.isNamed[place]))
    problems.push(wrong('This line has more cells than the first line has columns.'));
  const match = folded(cell(columns.match)) || 'all';
  if (!['all', 'any', 'otherwise'].includes(match))
    problems.push(wrong(`Match is “${short(cell(columns.match))}”. Write all, any or otherwise.`));
  const isOtherwise = match === 'otherwise';
  const conditions = conditionsOf(cell, header, fields, problems);
  if (isOtherwise && conditions.length) problems.push(wrong('Otherwise takes everybody, so it has no conditions.'));
  if (!isOtherwise && !conditions.length)
    problems.push(wrong('There is no condition. Only the Otherwise row has none.'));
  const givesTo = givingOf(cell(columns.assigns), problems);
  const userIds = usersOf(cell(columns.users), givesTo, people, problems);
  const details: RowDetails = { isOtherwise, joined: match === 'any' ? 'any' : 'all', conditions, givesTo, userIds };
  if (!problems.length) problems.push(...refusalOf(details));
  return { details, problems };
}

// What the table itself refuses: there is only so much room.
function refusalOf(details: RowDetails): Problem[] {
  try {
    RoutingRow.of(0, details);
    return [];
  } catch (error) {
    if (error instanceof Refusal) return [wrong(error.message)];
    throw error;
  }
}

function conditionsOf(cell: Cell, header: Header, fields: Field[], problems: Problem[]): PropertyCondition[] {
  const conditions: PropertyCondition[] = [];
  for (const place of header.conditions) {
    const [name, operator, value] = conditionColumns(place).map(cell) as [string, string, string];
    if (!name && !operator && !value) continue;
    const { condition, problem } = conditionOf(name, operator, value, fields);
    conditions.push(condition);
    if (problem) problems.push({ ...problem, text: `If ${place}: ${problem.text}` });
  }
  return conditions;
}

function conditionOf(name: string, said: string, value: string, fields: Field[]) {
  const field = fieldNamed(name, fields);
  const operator = operatorNamed(said, field?.kind);
  const takes = operator && valuesOf(operator);
  const values = takes === 'two' || takes === 'many' ? apart(value) : value ? [value] : [];
  const condition = { field: field?.key ?? name, operator: operator ?? 'is', values };
  const unknown = problemOfNames(name, said, field, operator);
  if (unknown || !field) return { condition, problem: unknown };
  if (takes === 'none' && values.length)
    return { condition, problem: wrong(`“${said}” takes no value, but there is “${short(value)}”.`) };
  const problem = problemOf(condition, field);
  return { condition: normalised(condition, field), problem: problem ? outdated(problem) : null };
}

function problemOfNames(name: string, said: string, field: Field | undefined, operator: Operator | undefined) {
  if (!field) return name ? outdated(`There is no field “${short(name)}”.`) : wrong('The field is missing.');
  if (operator) return null;
  return wrong(said ? `There is no operator “${short(said)}”.` : `The operator for ${field.label} is missing.`);
}

function givingOf(said: string, problems: Problem[]): GivesTo {
  const wanted = folded(said).replaceAll('-', ' ') || 'one';
  const found = (Object.keys(givings) as GivesTo[]).find((key) => givings[key] === wanted);
  if (!found) problems.push(wrong(`Assigns is “${short(said)}”. Write one, in turn or fewest open.`));
  return found ?? 'one';
}

function usersOf(said: string, givesTo: GivesTo, people: Person[], problems: Problem[]): number[] {
  const emails = [
    ...new Set(
      said
        .toLowerCase()
        .split(/[;,\s]+/)
        .filter(Boolean),
    ),
  ];
  if (!emails.length)
    problems.push(wrong('Nobody is named under Users. Write e-mail addresses, with semicolons between them.'));
  if (emails.length > 1 && givesTo === 'one')
    problems.push(wrong('Several users are named. Write in turn or fewest open under Assigns.'));
  return emails.flatMap((email) => {
    const person = people.find((one) => one.email === email);
    if (!person) problems.push(wrong(`Nobody here has the address ${short(email)}.`));
    else if (!person.isActive) problems.push(outdated(`${person.name} is no longer active.`));
    else if (!person.handles) problems.push(outdated(`${person.name} may not handle conversations.`));
    return person ? [person.userId] : [];
  });
}

// The lines stand in the order of the table: a position that says something else is a row that was moved by half.
function sayWhatIsOutOfOrder(rows: ReadRow[], lines: Line[], header: Header) {
  let before = 0;
  const otherwise = rows.findIndex(({ details }) => details.isOtherwise);
  for (const [index, row] of rows.entries()) {
    const said = cellIn(lines[index]!, header, columns.position);
    const position = Number(said);
    if (said && !(position > before))
      row.problems.push(
        `The lines are the order, but this is position ${short(said)}${before ? ` after ${before}` : ''}. Number them again, or leave the column empty.`,
      );
    else if (said) before = position;
    if (!row.details.isOtherwise) continue;
    if (otherwise < index) row.problems.push('There can be only one Otherwise row.');
    else if (index < rows.length - 1) row.problems.push('Otherwise has to be the last row.');
  }
}

const short = (text: string) => (text.length > 60 ? `${text.slice(0, 60)}…` : text);
