import { idIn } from '../web/identifier.js';
import { type Field, fieldOf } from './fields.js';
import { sortIn } from './grid-sort.js';
import { isOperator, valuesOf } from './operators.js';
import { normalised, problemOf, type PropertyCondition } from './property-condition.js';
import { several, type Typed, word } from './typed.js';

const most = { filters: 10, columns: 6 } as const;

/** The view of the contacts that an address names: what is looked for, what is asked, what is shown beside the names. */
export interface GridQuery {
  q: string;
  typeId: number;
  filters: PropertyCondition[];
  /** Keys of fields and User Relationships. */
  columns: string[];
  /** `email`, `-created`, `p12`; empty: by name. */
  sort: string;
}

/** Reads an address. What can't be understood, or is gone, is as if it had not been said. */
export function gridQueryIn(said: Typed, fields: Field[]): GridQuery {
  return {
    q: word(several(said['q'])[0]).slice(0, 200),
    typeId: idIn(word(said['type'])),
    filters: several(said['f'])
      .slice(0, most.filters)
      .flatMap((text) => filterIn(text, fields)),
    columns: [...new Set(several(said['columns']).flatMap((keys) => keys.split(',')))]
      .filter((key) => /^(p\d{1,9}(\.[a-z]+)?|external-id)$/.test(key))
      .slice(0, most.columns),
    sort: sortIn(word(said['sort']), fields),
  };
}

/** The address of a view. */
export function gridUrl({ q, typeId, filters, columns, sort }: GridQuery, after?: string): string {
  const said = new URLSearchParams({ ...(q && { q }), ...(typeId && { type: String(typeId) }) });
  for (const filter of filters) said.append('f', filterText(filter));
  if (columns.length) said.set('columns', columns.join(','));
  if (sort) said.set('sort', sort);
  if (after) said.set('after', after);
  return `/contacts${said.size ? `?${said}` : ''}`.replaceAll('%2C', ',');
}

/** `p12.is.TX`, `p12.state.is-any-of.TX,OK`, `p14.is-empty` */
export function filterText({ field, operator, values }: PropertyCondition): string {
  const takes = valuesOf(operator);
  const one = takes === 'one' ? values[0] : values.map(encodeURIComponent).join(',');
  return takes === 'none' ? `${field}.${operator}` : `${field}.${operator}.${one}`;
}

function filterIn(text: string, fields: Field[]): PropertyCondition[] {
  const [, key = '', operator, rest = ''] =
    /^(p\d{1,9}(?:\.(?:street|city|state|zip|country))?|[a-z-]+)\.([a-z-]+)(?:\.(.*))?$/s.exec(text) ?? [];
  const field = fieldOf(key, fields);
  if (!field || !isOperator(operator)) return [];
  const values = valuesOf(operator) === 'one' ? [rest] : rest.split(',').map(decoded);
  const condition = { field: field.key, operator, values };
  return problemOf(condition, field) ? [] : [normalised(condition, field)];
}

function decoded(text: string): string {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
}

/** What the form for one more filter says, or null when it says nothing yet. */
export function newFilterIn(said: Typed, fields: Field[]): { condition: PropertyCondition; field?: Field } | null {
  const key = word(said['field']);
  if (!key) return null;
  const field = fieldOf(key, fields);
  const operator = isOperator(said['operator']) ? said['operator'] : 'is';
  const typed = several(said['value']).filter(Boolean);
  const chosen = operator === 'is' && typed.length > 1 ? 'is-any-of' : operator;
  const values = {
    none: [],
    one: typed,
    two: [typed[0] ?? '', word(said['to'])].filter(Boolean),
    many: field && hasFreeText(field) ? typed.flatMap((text) => text.split(/[,;\n]/)) : typed,
  }[valuesOf(chosen)];
  const condition = { field: field?.key ?? key, operator: chosen, values };
  return { condition, ...(field && { field }) };
}

const hasFreeText = ({ kind }: Field) => kind !== 'choice' && kind !== 'choices' && kind !== 'yes-no';

export const mayAddFilter = ({ filters }: GridQuery) => filters.length < most.filters;
