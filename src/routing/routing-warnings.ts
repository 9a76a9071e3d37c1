import { type Field, fieldOf } from '../contacts/fields.js';
import { problemOf } from '../contacts/property-condition.js';
import { AskedRow } from './asked-row.js';
import { isEligible, type People } from './availability.js';
import type { Employment } from './employments.js';
import type { Surroundings } from './row-details.js';
import type { RoutingRow } from './routing-row.js';

type Row = Pick<RoutingRow, 'isOtherwise' | 'joined' | 'conditions' | 'userIds'>;

/** Something about a table that its owner would want to know. */
export interface Warning {
  /** The row that it is about, counted from 0; null for the table. */
  place: number | null;
  text: string;
}

/** What is wrong with a table although each of its rows may be saved: rows without effect, people who can't be given anything. */
export function warningsOf(rows: Row[], around: Surroundings, employments: Employment[]): Warning[] {
  const asked = rows.map((row) => new AskedRow(row, around.fields));
  const ofRows = rows.flatMap((row, place) =>
    [
      ...matchWarnings(row, place, asked),
      ...conditionWarnings(row, around.fields),
      ...peopleWarnings(row, around.people),
    ].map((text) => ({ place, text })),
  );
  const isEmployed = employments.some(({ isArchived }) => !isArchived);
  const ofTable = [
    ...(isEmployed ? [] : ['No Contact Type employs this table, so nobody is assigned by it.']),
    ...(rows.length ? [] : ['This table has no rows.']),
  ];
  return [...ofTable.map((text) => ({ place: null, text })), ...ofRows];
}

function matchWarnings(row: Row, place: number, asked: AskedRow[]): string[] {
  if (!row.isOtherwise && !row.conditions.length) return ['Without conditions this row never matches.'];
  if (asked[place]!.isImpossible) return ['This row never matches: nobody can meet all of its conditions.'];
  const earlier = asked.slice(0, place).findIndex((other) => asked[place]!.isCoveredBy(other));
  if (earlier < 0) return [];
  const name = asked[earlier]!.isOtherwise ? 'Otherwise' : `row ${earlier + 1}`;
  return [`This row never matches: whoever meets it has already matched ${name}.`];
}

function conditionWarnings({ conditions }: Row, fields: Field[]): string[] {
  return conditions.flatMap((condition) => {
    const field = fieldOf(condition.field, fields);
    if (!field) return ['It asks for a field that was deleted.'];
    if (field.isArchived) return [`It asks for ${field.label}, which is archived.`];
    return problemOf(condition, field) ?? [];
  });
}

function peopleWarnings({ userIds }: Row, people: People): string[] {
  const all = userIds.map((userId) => people.get(userId));
  const hindered = all.flatMap((one) => {
    if (!one) return ['Somebody in this row is no longer a user of this program.'];
    if (!one.isActive) return [`${one.name} is inactive.`];
    if (!one.handles) return [`${one.name} may not handle conversations.`];
    return one.isAway ? [`${one.name} is away${one.awayUntil ? ` until ${one.awayUntil}` : ''}.`] : [];
  });
  const hasNobody = !all.some((one) => one && isEligible(one));
  return [...(hasNobody ? ['This row assigns nobody.'] : []), ...hindered];
}
