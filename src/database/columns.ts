import type { ColumnOptions } from 'typeorm';

/** How entities say what their columns are; the migrations say how they are stored. */
export const moment: ColumnOptions = { type: 'datetime', precision: 3 };
export const optionalMoment: ColumnOptions = { ...moment, nullable: true };
export const integer: ColumnOptions = { type: 'integer' };
export const optionalInteger: ColumnOptions = { ...integer, nullable: true };
export const string: ColumnOptions = { type: 'varchar' };
export const optionalString: ColumnOptions = { ...string, nullable: true };
export const text: ColumnOptions = { type: 'text' };
export const optionalText: ColumnOptions = { ...text, nullable: true };
/** What an entity makes of its other columns, by an accessor: written with them (see `raw-writes.ts`), never read. */
export const derived: ColumnOptions = { ...optionalText, select: false };
export const bytes: ColumnOptions = { type: 'blob' };
export const flag: ColumnOptions = { type: 'boolean' };
export const json: ColumnOptions = { type: 'simple-json' };
export const optionalJson: ColumnOptions = { ...json, nullable: true };

/** A moment as a raw query returns it: text in UTC from SQLite, a Date from MySQL. */
export const asDate = (value: string | Date) =>
  value instanceof Date ? value : new Date(`${value.replace(' ', 'T')}${value.endsWith('Z') ? '' : 'Z'}`);
export const asOptionalDate = (value: string | Date | null | undefined) => (value ? asDate(value) : null);

/** A moment as a raw query takes it, on both databases. */
export const asSql = (moment: Date) => moment.toISOString().replace('T', ' ').replace('Z', '');
