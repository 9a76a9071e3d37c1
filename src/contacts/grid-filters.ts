import type { Field } from './fields.js';
import { type GridQuery, filterText, gridUrl, mayAddFilter, newFilterIn } from './grid-query.js';
import { type Operator, operatorInWords, operatorsFor, valuesOf } from './operators.js';
import { choicesOf, inWords, normalised, problemOf, type PropertyCondition } from './property-condition.js';
import { type Typed, word } from './typed.js';

/** What the page says of the filters that are on, and of one more that is being made. */
export function filtersShown(query: GridQuery, said: Typed, fields: Field[]) {
  const labels = new Map(fields.map((field) => [field.key, field]));
  const adding = newFilterIn(said, fields);
  const wanted = word(said['step']) === 'add';
  const problem = adding && wanted ? problemOf(adding.condition, adding.field) : null;
  const isNew = adding?.field && wanted && !problem;
  return {
    chips: query.filters.map((filter) => ({
      label: inWords(filter, labels.get(filter.field)),
      removeUrl: gridUrl({ ...query, filters: query.filters.filter((other) => other !== filter) }),
    })),
    clearUrl: gridUrl({ ...query, filters: [] }),
    hiddenFilters: query.filters.map(filterText),
    mayAddFilter: mayAddFilter(query),
    adding: fieldsFor(adding?.condition ?? null, adding?.field, fields),
    /** Where the view with the new filter is. */
    added: isNew
      ? gridUrl({ ...query, filters: withNew(query.filters, normalised(adding.condition, adding.field!)) })
      : '',
    problems: problem ? { filter: problem } : null,
  };
}

const withNew = (filters: PropertyCondition[], fresh: PropertyCondition) =>
  filters.some((filter) => filterText(filter) === filterText(fresh)) ? filters : [...filters, fresh];

function fieldsFor(condition: PropertyCondition | null, field: Field | undefined, fields: Field[]) {
  const offered = fields.filter((each) => !each.isArchived && each.key !== 'contact-type');
  const groups = Map.groupBy(offered, (each) =>
    each.part ? each.label.replace(/: [^:]*$/, '') : each.propertyIds.length ? 'Of a Contact Type' : 'Of every contact',
  );
  const choices = field ? choicesOf(field) : null;
  const { operator = 'is' as Operator, values = [] } = condition ?? {};
  return {
    isOpen: condition !== null,
    groups: [...groups].map(([label, group]) => ({
      label,
      options: group.map((each) => ({ key: each.key, label: each.label, isSelected: each === field })),
    })),
    operators: operatorsShown(field).map((each) => ({
      value: each,
      label: operatorInWords(each, field!.kind),
      isSelected: each === operator,
    })),
    label: field?.label ?? '',
    choiceType: field?.kind === 'yes-no' ? 'radio' : 'checkbox',
    choices: (choices ?? []).map((value) => ({ value, isSelected: values.includes(value) })),
    type: field?.kind === 'date' ? 'date' : 'text',
    isNumber: field?.kind === 'number',
    hasRange: field ? operatorsFor(field.kind).includes('is-between') : false,
    value: valuesOf(operator) === 'two' ? (values[0] ?? '') : values.join(', '),
    to: valuesOf(operator) === 'two' ? (values[1] ?? '') : '',
  };
}

// Of choices several can be ticked, so that "is" and "is any of" are one.
function operatorsShown(field: Field | undefined): Operator[] {
  if (!field) return [];
  const known = operatorsFor(field.kind);
  const picks = choicesOf(field) !== null && known.includes('is-any-of');
  return picks ? ['is-any-of', ...known.filter((each) => each !== 'is' && each !== 'is-any-of')] : known;
}
