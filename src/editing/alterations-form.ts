import type { ContactProperty } from '../contacts/contact-property.js';
import { inputsFor, type Person } from '../contacts/property-inputs.js';
import { type Typed, word } from '../contacts/typed.js';
import { namesOf, type Values, valuesFrom } from '../contacts/typed-values.js';
import { Refusals, refused } from '../refusal.js';
import { type Alteration, hasSeveral, type How, waysOf } from './alteration.js';

const none = (): Values => ({ values: new Map(), users: new Map() });

const words: Record<How, string> = {
  set: 'Set to',
  fill: 'Set where it is empty',
  add: 'Add',
  remove: 'Remove',
  clear: 'Empty it',
};

const howIn = (typed: Typed, property: ContactProperty): How | null =>
  waysOf(property).find((how) => how === word(typed[`do.p${property.id}`])) ?? null;

/** Without what hides in it that nobody typed. */
const saidOf = (typed: Typed, { id }: ContactProperty) =>
  namesOf(typed, id)
    .filter((name) => name !== `p${id}.was`)
    .flatMap((name) => [typed[name]].flat())
    .map(word)
    .filter(Boolean);

/** What was typed of the fields, as alterations; everything that is wrong is refused at once. */
export function alterationsFrom(
  typed: Typed,
  properties: ContactProperty[],
  around: { country: string; eligible: ReadonlySet<number> },
): Alteration[] {
  const problems: Record<string, string> = {};
  const asked = properties.flatMap((property) => {
    const [how, said] = [howIn(typed, property), saidOf(typed, property)];
    if (!how && said.length) problems[`p${property.id}`] = 'Choose what to do with this, or take it out again.';
    if (how && how !== 'clear' && !said.length) problems[`p${property.id}`] = `Say what ${property.name} is about.`;
    return how ? [{ property, how }] : [];
  });
  if (!asked.length && !Object.keys(problems).length) problems['form'] = 'Choose at least one field to change.';
  const read = asked.filter(({ how }) => how !== 'clear').map(({ property }) => property);
  let found = none();
  try {
    found = valuesFrom(asking(typed, read), read, { ...around, stored: none(), keepsRest: true });
  } catch (error) {
    Object.assign(problems, { ...refused(error), ...problems });
  }
  if (Object.keys(problems).length) throw new Refusals(problems);
  return asked.map(({ property: { id: propertyId }, how }) => ({
    ...{ propertyId, how },
    values: (how !== 'clear' && found.values.get(propertyId)) || [],
    users: (how !== 'clear' && found.users.get(propertyId)) || [],
  }));
}

// A form for one contact says what was there before, so that what nobody touched stays; here nothing was.
const asking = (typed: Typed, properties: ContactProperty[]): Typed => ({
  ...Object.fromEntries(Object.entries(typed).filter(([name]) => !name.endsWith('.was'))),
  shown: properties.map(({ id }) => id).join(','),
});

/** The fields of a type as the form shows them, with what was typed. */
export function alterationInputs(typed: Typed, properties: ContactProperty[], people: Person[], country: string) {
  return properties.map((property) => {
    const how = howIn(typed, property);
    // Whether it is needed is no question here; and every choice can be taken away.
    const input = inputsFor(
      Object.assign(Object.create(property), { isRequired: false }),
      typed,
      none(),
      people,
      country,
    );
    return {
      ...input,
      isOpen: how !== null,
      ways: [
        { value: '', label: 'Leave as it is', isSelected: how === null },
        ...waysOf(property).map((way) => ({ value: way, label: wordsFor(way, property), isSelected: way === how })),
      ],
    };
  });
}

const wordsFor = (how: How, property: ContactProperty) =>
  how === 'set' && hasSeveral(property) ? 'Set to exactly' : words[how];

/** What is done with a field, as a sentence without its name. */
export const inSentence = (how: How, said: string): string =>
  ({
    set: `becomes ${said}`,
    fill: `becomes ${said} where it is empty`,
    add: `gets ${said}`,
    remove: `loses ${said}`,
    clear: 'is emptied',
  })[how];
