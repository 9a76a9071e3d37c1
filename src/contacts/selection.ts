import { Injectable } from '@nestjs/common';
import { type Condition, marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { idIn } from '../web/identifier.js';
import { ContactChoice } from './contact-choice.js';
import { viewIn } from './contact-grid.js';
import { Fields } from './fields.js';
import { gridQueryIn, gridUrl } from './grid-query.js';
import { several, type Typed, word } from './typed.js';

/** Contacts that were ticked in the grid, or all that match the view, which is told as its address tells it. */
export type Selection = { ids: number[] } | { view: string };

/** The most that can be ticked one by one. */
const mostTicked = 1000;

/** Reads what the grid says of whom it means: `contacts` once, several times, or as `1-2-3`; or `matching`. */
export function selectionIn(said: Typed): Selection {
  if (word(several(said['matching'])[0]) === '1')
    return { view: 'view' in said ? word(said['view']) : addressOf(said) };
  return { ids: [...new Set(idsIn(said))].slice(0, mostTicked) };
}

/** The ids that a form names as `contacts`: once, several times, or as `1-2-3`. */
export const idsIn = (said: Typed): number[] =>
  several(said['contacts'] ?? said['contacts[]'])
    .flatMap((text) => text.split(/\D+/))
    .map(idIn)
    .filter(Boolean);

function addressOf(said: Typed): string {
  const address = new URLSearchParams();
  for (const name of ['q', 'type', 'f'])
    for (const value of several(said[name])) if (value) address.append(name, value);
  return String(address);
}

/** Whom a selection means, of the contacts of a program. */
@Injectable()
export class Selections {
  constructor(
    private readonly database: Database,
    private readonly choice: ContactChoice,
    private readonly fields: Fields,
  ) {}

  /** A condition on `contact`, a row of the table contacts. */
  async condition(selection: Selection, member: Member): Promise<Condition> {
    if ('view' in selection) {
      const fields = await this.fields.of(member.programId);
      return this.choice.of(gridQueryIn(viewIn(selection.view), fields), fields, member, true);
    }
    const some = selection.ids.length ? `contact.id IN (${marks(selection.ids)})` : '1 = 0';
    return { sql: `contact.program_id = ? AND ${some}`, values: [member.programId, ...selection.ids] };
  }

  /** Their ids, the lowest first; up to `most`. */
  async ids(selection: Selection, member: Member, most: number): Promise<number[]> {
    const { sql, values } = await this.condition(selection, member);
    const rows = await this.database.query<{ id: number }>(
      `SELECT contact.id FROM contacts contact WHERE ${sql} ORDER BY contact.id LIMIT ${most}`,
      values,
    );
    return rows.map(({ id }) => id);
  }

  /** How many they are, counted up to `most`. */
  async count(selection: Selection, member: Member, most: number): Promise<number> {
    const { sql, values } = await this.condition(selection, member);
    return this.database.count(`contacts contact WHERE ${sql}`, values, most);
  }

  /** Whether the view asks for something that is no longer there, and so means more contacts than whoever chose it saw. */
  async isWider(selection: Selection, { programId }: Member): Promise<boolean> {
    if (!('view' in selection)) return false;
    const said = viewIn(selection.view);
    const { filters, typeId } = gridQueryIn(said, await this.fields.of(programId));
    return filters.length < several(said['f']).length || (word(said['type']) !== '' && !typeId);
  }

  /** Where the grid shows them; the whole grid, for those who were ticked. */
  async urlOf(selection: Selection, { programId }: Member): Promise<string> {
    if (!('view' in selection)) return '/contacts';
    return gridUrl(gridQueryIn(viewIn(selection.view), await this.fields.of(programId)));
  }
}
