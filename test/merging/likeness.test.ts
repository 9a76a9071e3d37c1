import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { isTypo, likenessOf, nameKeys, type Somebody } from '../../src/merging/likeness.js';

const somebody = (name: string, own: Partial<Somebody> = {}): Somebody => {
  const [firstName, lastName] = name.split(' ') as [string, string];
  return { id: 1, typeId: 1, firstName, lastName, email: null, numbers: [], birthdays: [], ...own };
};
const mobile = { numbers: ['+16175550111'] };

test.each([
  ['Maya Lindqvist', {}, 'MAYA LINDQVIST', {}, 'name'],
  ['Zoë Lindqvist', {}, 'Zoe Lindqvist', {}, 'name'],
  ['Bill Vandermeer', {}, 'William Vandermeer', {}, 'similar-name'],
  ['Maya Lindqvist', {}, 'Maya Lindqvst', {}, 'similar-name'],
  ['Maya Lindqvist', {}, 'Maya Lindqivst', {}, 'similar-name'],
  ['Maya Lindqvist', {}, 'Lindqvist Maya', {}, 'similar-name'],
  ['Maya Lindqvist', mobile, 'Maya Marchetti', mobile, 'similar-name number'],
  [
    'Maya Lindqvist',
    { email: 'Maya@x.example' },
    'Maya Lindqvist',
    { email: 'maya@x.example', typeId: 2 },
    'name email',
  ],
  ['Ann Lee', { birthdays: ['2008-01-02'] }, 'Ann Lee', { birthdays: ['2008-01-02'], typeId: 2 }, 'name birthday'],
  ['Ruth Abebe', mobile, 'Naomi Abebe', mobile, 'number'],
] as const)('%s %p looks like %s %p', (one, own, other, others, reasons) => {
  const likeness = likenessOf(somebody(one, own as object), somebody(other, { id: 2, ...(others as object) }));
  expect(likeness?.reasons.join(' ')).toBe(reasons);
});

test.each([
  ['Lena Holt', {}, 'Lana Holt', {}],
  ['Maya Lindqvist', {}, 'Mia Lindqvist', {}],
  ['Maya Lindqvist', {}, 'Maya Lindqvist', { typeId: 2 }],
  ['Ann Lee', { birthdays: ['2008-01-02'] }, 'Ann Lee', { birthdays: ['2009-01-02'] }],
  // A mother and her son, and twins.
  ['Carmen Ortiz', mobile, 'Mateo Ortiz', { ...mobile, typeId: 2 }],
  ['Ada Berg', { ...mobile, birthdays: ['2008-01-02'] }, 'Ida Berg', { ...mobile, birthdays: ['2009-01-02'] }],
])('%s %p does not look like %s %p', (one, own, other, others) => {
  expect(likenessOf(somebody(one, own), somebody(other, { id: 2, ...others }))).toBeNull();
});

test('More evidence comes first', () => {
  const score = (own: Partial<Somebody>) =>
    likenessOf(somebody('Ann Lee', own), somebody('Ann Lee', { id: 2, ...own }))!.score;
  expect(score(mobile)).toBeGreaterThan(score({}));
  expect(score({ ...mobile, email: 'a@x.example' })).toBeGreaterThan(score(mobile));
});

const letters = fc.stringMatching(/^[a-z]{5,9}$/);

test('Whoever is like somebody by name is found by one of their keys', () => {
  fc.assert(
    fc.property(
      letters,
      letters,
      fc.nat(8),
      fc.constantFrom('drop', 'swap', 'change', 'add'),
      fc.boolean(),
      (...said) => {
        const [first, last, at, slip, isFirst] = said;
        const wrong = slipped(isFirst ? first : last, at, slip);
        const other = isFirst ? somebody(`${wrong} ${last}`) : somebody(`${first} ${wrong}`);
        const likeness = likenessOf(somebody(`${first} ${last}`), { ...other, id: 2 });
        fc.pre(likeness !== null);
        const keys = nameKeys(somebody(`${first} ${last}`));
        expect(nameKeys(other).some((key) => keys.includes(key))).toBe(true);
      },
    ),
  );
});

test('One slip is a typing mistake, in either direction', () => {
  fc.assert(
    fc.property(letters, fc.nat(8), fc.constantFrom('swap', 'change', 'add'), (word, at, slip) => {
      const wrong = slipped(word, at, slip);
      fc.pre(wrong !== word);
      expect([isTypo(word, wrong), isTypo(wrong, word)]).toEqual([true, true]);
    }),
  );
});

function slipped(word: string, place: number, slip: string): string {
  const at = place % (word.length - 1);
  if (slip === 'drop') return word.slice(0, at) + word.slice(at + 1);
  if (slip === 'add') return `${word.slice(0, at)}z${word.slice(at)}`;
  if (slip === 'change') return `${word.slice(0, at)}q${word.slice(at + 1)}`;
  return word.slice(0, at) + word[at + 1]! + word[at]! + word.slice(at + 2);
}
