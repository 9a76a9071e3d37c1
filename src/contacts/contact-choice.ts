import { Injectable } from '@nestjs/common';
import type { Condition } from '../database/condition.js';
import { Search } from '../search/search.js';
import { type Field, fieldOf } from './fields.js';
import type { GridQuery } from './grid-query.js';
import { PropertyFilter } from './property-filter.js';

/** Which contacts a search, a Contact Type and filters choose, together. */
@Injectable()
export class ContactChoice {
  constructor(
    private readonly search: Search,
    private readonly filter: PropertyFilter,
  ) {}

  /**
   * A condition on `contact`, a row of the table contacts; it keeps to the program. `whole`: for whoever does something with
   * all of them (see `Search.contacts`).
   */
  of(
    { q, typeId, filters }: Pick<GridQuery, 'q' | 'typeId' | 'filters'>,
    fields: Field[],
    { programId, country }: { programId: number; country: string },
    whole = false,
  ): Condition {
    const found = [
      { sql: 'contact.program_id = ?', values: [programId] as unknown[] },
      ...(q ? [this.search.contacts(q, programId, country, whole || typeId > 0 || filters.length > 0)] : []),
      ...filters.map((filter) => this.filter.of(filter, fieldOf(filter.field, fields))),
      ...(typeId ? [{ sql: 'contact.contact_type_id = ?', values: [typeId] }] : []),
    ];
    return { sql: found.map(({ sql }) => sql).join(' AND '), values: found.flatMap(({ values }) => values) };
  }
}
