import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import type { Member } from '../people/member.js';
import { nationalForm } from '../programs/phone.js';
import { SavedViews } from '../people/saved-views.js';
import { Fields } from './fields.js';
import { type Column, GridColumns } from './grid-columns.js';
import { filtersShown } from './grid-filters.js';
import { gridQueryIn, gridUrl } from './grid-query.js';
import { type GridRecord, GridRecords } from './grid-records.js';
import { headingOf, isSortable, sortOptions } from './grid-sort.js';
import { type Typed, word } from './typed.js';

const pageLength = 50;

/** The list of contacts, by name, a page at a time. */
@Injectable()
export class ContactGrid {
  constructor(
    private readonly database: Database,
    private readonly fields: Fields,
    private readonly columns: GridColumns,
    private readonly gridRecords: GridRecords,
    private readonly savedViews: SavedViews,
  ) {}

  /** What the address of a view says, without what makes no sense. */
  async queryOf(said: Typed, member: Member): Promise<string> {
    return queryOf(gridUrl(gridQueryIn(said, await this.fields.of(member.programId))));
  }

  async of(said: Typed, member: Member) {
    const fields = await this.fields.of(member.programId);
    const query = gridQueryIn(said, fields);
    const offered = [externalId, ...(await this.columns.offered(fields, member))];
    const columns = this.columns.chosen(query.columns, offered);
    const { records: shown, next } = await this.gridRecords.page(
      query,
      fields,
      word(said['after']),
      member,
      pageLength,
    );
    const ids = shown.map(({ id }) => id);
    const viewed = queryOf(gridUrl(query));
    const asked = queryOf(gridUrl({ ...query, columns: [], sort: '' }));
    const heading = (key: string) => {
      const { next: sort, ...shownAs } = headingOf(key, query.sort);
      return { ...shownAs, url: gridUrl({ ...query, sort }) };
    };
    const [numbers, types, cells, savedViews] = await Promise.all([
      this.numbersOf(shown, member),
      this.types(member, query.typeId),
      this.columns.cells(ids, columns, member),
      this.savedViews.of(member, 'contacts', viewed),
    ]);
    return {
      ...filtersShown(query, said, fields),
      q: query.q,
      type: query.typeId ? String(query.typeId) : '',
      typeOptions: types,
      sort: query.sort,
      sortOptions: sortOptions(query.sort, fields),
      byName: heading('name'),
      byEmail: heading('email'),
      columns: columns.map(({ key, label, field }) => ({
        label,
        ...(field && isSortable(field) ? heading(key) : unsorted),
      })),
      savedViews,
      maySave: viewed !== '' && !savedViews.some(({ isCurrent }) => isCurrent),
      saveQuery: viewed,
      chosenColumns: columns.map(({ key }) => key).join(','),
      columnOptions: offered.map(({ key, label }) => ({
        key,
        label,
        isChosen: columns.some((column) => column.key === key),
      })),
      span: 4 + columns.length + (maySelect(member) ? 1 : 0),
      maySelect: maySelect(member),
      /** What the address says of whom it shows, for other pages that read it. */
      asked,
      hidden: [...new URLSearchParams(asked)].map(([name, value]) => ({ name, value })),
      /** How many that are, where the page shows them all. */
      matching: next || word(said['after']) ? '' : String(shown.length),
      rows: shown.map((row) => ({
        ...shape(row),
        numbers: numbers.get(row.id) ?? [],
        cells: columns.map(({ label }, place) => ({
          label,
          text: textIn(row, columns[place]!, cells.get(row.id)?.[place]),
        })),
      })),
      nextUrl: next ? gridUrl(query, next) : null,
      isFiltered: Boolean(query.q || query.typeId || query.filters.length),
    };
  }

  private async numbersOf(rows: { id: number }[], member: Member) {
    const grouped = new Map<number, { national: string; tel: string; optedOut: boolean }[]>();
    if (!rows.length) return grouped;
    const numbers = await this.database.query<{ contact_id: number; number: string; opted: number }>(
      `SELECT phone.contact_id, phone.number, opted.id IS NOT NULL AS opted FROM phone_numbers phone
       LEFT JOIN opt_outs opted ON opted.program_id = phone.program_id AND opted.number = phone.number
       WHERE phone.contact_id IN (${marks(rows)}) ORDER BY phone.position, phone.id`,
      rows.map(({ id }) => id),
    );
    for (const { contact_id: id, number, opted } of numbers)
      grouped.set(id, [
        ...(grouped.get(id) ?? []),
        { national: nationalForm(number, member.country), tel: number, optedOut: Boolean(opted) },
      ]);
    return grouped;
  }

  private async types(member: Member, typeId: number) {
    const types = await this.database.query<{ id: number; name: string }>(
      'SELECT id, name FROM contact_types WHERE program_id = ? ORDER BY position, id',
      [member.programId],
    );
    const options = [
      { value: '', label: 'Any type' },
      ...types.map(({ id, name }) => ({ value: String(id), label: name })),
    ];
    return options.map((option) => ({ ...option, isSelected: option.value === (typeId ? String(typeId) : '') }));
  }
}

/** A view as its address says it, for whoever reads addresses. */
export function viewIn(query: unknown): Typed {
  const said = new URLSearchParams(String(query ?? ''));
  const values = (name: string) => (said.getAll(name).length > 1 ? said.getAll(name) : said.get(name)!);
  return Object.fromEntries([...new Set(said.keys())].map((name) => [name, values(name)]));
}

/** What an address says of a view. */
const queryOf = (url: string) => url.replace(/^[^?]*\??/, '');

/** A field that every contact has, to be shown as a column. */
const externalId: Column = { key: 'external-id', label: 'External ID', propertyIds: [], field: null };

const textIn = (row: GridRecord, { key }: Column, text = '') =>
  key === externalId.key ? (row.external_id ?? '') : text;

const maySelect = (member: Member) => member.can('send-quick-messages') || member.can('edit-contacts');

const unsorted = { order: '', icon: '', url: '' };

const shape = (row: GridRecord) => ({
  id: row.id,
  url: `/contacts/${row.id}`,
  name: `${row.first_name} ${row.last_name}`.trim(),
  email: row.email,
  accent: row.accent,
  typeName: row.type_name,
});
