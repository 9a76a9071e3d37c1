import { type Field, fieldOf } from '../contacts/fields.js';
import { operatorInWords, operatorsFor, valuesOf } from '../contacts/operators.js';
import { choicesOf } from '../contacts/property-condition.js';
import { type Availability, isEligible } from './availability.js';
import { listed } from './listed-values.js';
import { mostConditions, mostUsers } from './routing-row.js';
import type { Surroundings } from './row-details.js';
import type { TypedCondition, TypedRow } from './row-form.js';

const ways = {
  one: 'one person',
  'in-turn': 'several, strictly in turn',
  'fewest-open': 'whoever has the fewest open',
};

/** What the form of a row shows: the fields that fit what was typed so far. */
export function fieldsFor(row: TypedRow, around: Surroundings) {
  const { isOtherwise, joined, conditions, givesTo } = row;
  const shown = conditions.map((condition, place) => conditionFields(condition, place, around.fields));
  return {
    isOtherwise,
    isAll: joined === 'all',
    conditions: shown.map((condition) => ({ ...condition, isOnly: shown.length === 1 })),
    mayAddCondition: shown.length < mostConditions,
    ways: Object.entries(ways).map(([value, label]) => ({ value, label, isSelected: value === givesTo })),
    isShared: givesTo !== 'one',
    people: peopleFields(row, around),
    mayAddPerson: givesTo !== 'one' && row.users.length < mostUsers,
  };
}

function conditionFields(condition: TypedCondition, place: number, fields: Field[]) {
  const field = fieldOf(condition.field, fields);
  const id = `c${place}`;
  const takes = field ? valuesOf(condition.operator) : 'none';
  const [first = '', last = ''] = condition.values;
  const choices = field ? choicesOf(field) : null;
  return {
    id,
    place,
    number: place + 1,
    was: field?.key ?? '',
    groups: groupsOf(fields, field),
    isGone: !field && condition.field !== '',
    goneKey: condition.field,
    operators: (field ? operatorsFor(field.kind) : []).map((value) => ({
      value,
      label: operatorInWords(value, field!.kind),
      isSelected: value === condition.operator,
    })),
    label: field?.label ?? '',
    input: field ? inputFor(field, takes) : '',
    type: field?.kind === 'date' ? 'date' : field?.kind === 'phone' ? 'tel' : 'text',
    isNumber: field?.kind === 'number',
    value: condition.values.filter(Boolean).join(', '),
    list: listed(condition.values),
    from: first,
    to: last,
    choices: choices ? choicesFor(choices, condition.values) : [],
  };
}

function inputFor(field: Field, takes: ReturnType<typeof valuesOf>) {
  if (takes === 'none') return '';
  if (takes === 'two') return 'range';
  if (choicesOf(field)) return takes === 'many' ? 'checks' : 'select';
  return takes === 'many' ? 'list' : 'line';
}

// A choice that was taken away is still shown where it is asked for.
function choicesFor(choices: string[], values: string[]) {
  const gone = values.filter((value) => value && !choices.includes(value));
  return [...choices, ...gone].map((value) => ({
    value,
    isGone: gone.includes(value),
    isSelected: values.includes(value),
  }));
}

function groupsOf(fields: Field[], chosen: Field | undefined) {
  const offered = fields.filter((field) => !field.isArchived || field === chosen);
  const groups = Map.groupBy(offered, (field) => {
    if (field.isArchived) return 'Archived';
    if (!field.propertyIds.length) return 'Of every contact';
    return field.part ? field.label.replace(/: [^:]*$/, '') : 'Of a Contact Type';
  });
  return [...groups].map(([label, group]) => ({
    label,
    options: group.map((field) => ({
      key: field.key,
      label: field.isArchived ? `${field.label} (archived)` : field.label,
      isSelected: field === chosen,
    })),
  }));
}

function peopleFields({ users, givesTo }: TypedRow, { people }: Surroundings) {
  const eligible = [...people.values()].filter(isEligible).sort((one, other) => one.name.localeCompare(other.name));
  const spare = Math.max(0, (givesTo === 'one' ? 1 : 2) - users.length);
  const places = [...users, ...Array.from({ length: spare }, () => '')];
  return places.map((userId, place) => {
    const isOffered = !userId || eligible.some((one) => String(one.userId) === userId);
    return {
      id: `users.${place}`,
      number: place + 1,
      options: [
        ...(isOffered ? [] : [{ id: userId, name: nameOfAbsent(people.get(Number(userId))), isSelected: true }]),
        ...eligible.map((one) => ({
          id: String(one.userId),
          name: one.isAway ? `${one.name} (away)` : one.name,
          isSelected: String(one.userId) === userId,
        })),
      ],
    };
  });
}

const nameOfAbsent = (one: Availability | undefined) =>
  `${one?.name ?? 'Somebody'} (${one?.isActive ? 'may not handle conversations' : 'inactive'})`;
