import type { Field } from './fields.js';
import { fieldOf } from './fields.js';

/** What the list of contacts can be sorted by, besides properties. */
const builtIn = {
  '': 'Name, A to Z',
  '-name': 'Name, Z to A',
  email: 'E-mail, A to Z',
  '-email': 'E-mail, Z to A',
  '-created': 'Added last first',
  created: 'Added first first',
  '-changed': 'Changed last first',
} as const;

/** Kinds of which a contact has one value that has a place in an order. */
const sortable = new Set<Field['kind']>(['text', 'number', 'date', 'choice', 'yes-no', 'email', 'phone']);

/** How a list is sorted: by what, and whether from the end. `name` where nothing is said. */
export interface GridSort {
  by: 'name' | 'email' | 'created' | 'changed' | Field;
  isDescending: boolean;
}

export const isSortable = ({ kind, propertyIds }: Field): boolean => propertyIds.length > 0 && sortable.has(kind);

/** What an address says of the order, if it makes sense; else nothing, which is by name. */
export function sortIn(said: string, fields: Field[]): string {
  if (said in builtIn) return said;
  const field = fieldOf(said.replace(/^-/, ''), fields);
  return field && isSortable(field) ? `${said.startsWith('-') ? '-' : ''}${field.key}` : '';
}

/** The order that such an address means. */
export function sortOf(sort: string, fields: Field[]): GridSort {
  const key = sort.replace(/^-/, '') || 'name';
  const isDescending = sort.startsWith('-');
  if (key === 'name' || key === 'email' || key === 'created' || key === 'changed') return { by: key, isDescending };
  const field = fieldOf(key, fields);
  return field ? { by: field, isDescending } : { by: 'name', isDescending: false };
}

/** The choice of orders, with that of a property where one is chosen. */
export function sortOptions(sort: string, fields: Field[]) {
  const { by, isDescending } = sortOf(sort, fields);
  const own = typeof by === 'string' ? [] : [[sort, `${by.label}, ${isDescending ? 'last first' : 'first first'}`]];
  return [...Object.entries(builtIn), ...own].map(([value, label]) => ({
    value: value!,
    label: label!,
    isSelected: value === sort,
  }));
}

/** What the heading of a column does and says: clicking it sorts by it, and again the other way. */
export function headingOf(key: string, sort: string) {
  const current = sort || 'name';
  const isUp = current === key;
  const isDown = current === `-${key}`;
  return {
    next: isUp ? `-${key}` : key === 'name' ? '' : key,
    order: isUp ? 'ascending' : isDown ? 'descending' : '',
    icon: isUp ? 'up' : isDown ? 'down' : '',
  };
}
