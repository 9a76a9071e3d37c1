import { expect, test } from '@jest/globals';
import { ContactProperty } from '../../src/contacts/contact-property.js';
import { fieldOf, fieldsOf } from '../../src/contacts/fields.js';
import { mergeFieldsOf } from '../../src/marketing/merge-fields.js';

const archivedAt = new Date('2026-11-01T00:00:00Z');
const property = (id: number, contactTypeId: number, own: Partial<ContactProperty> = {}) =>
  Object.assign(new ContactProperty(), {
    ...{ id, contactTypeId, name: 'Entry term', kind: 'choice', choices: [], archivedAt: null },
    ...own,
  });
const ids = (fields: ReturnType<typeof fieldsOf>) =>
  fields.map(({ propertyIds, isArchived }) => [propertyIds, isArchived]);

test('the same name in several Contact Types is one field, also where one of them has archived it', () => {
  expect(ids(fieldsOf([property(1, 1), property(2, 2)]))).toEqual([[[1, 2], false]]);
  expect(ids(fieldsOf([property(1, 1, { archivedAt }), property(2, 2)]))).toEqual([[[1, 2], false]]);
  expect(ids(fieldsOf([property(1, 1, { archivedAt }), property(2, 2, { archivedAt })]))).toEqual([[[1, 2], true]]);
});

test('a field that was archived and made anew in its type is another one', () => {
  const fields = fieldsOf([property(1, 1, { archivedAt }), property(2, 2), property(3, 1)]);
  expect(ids(fields)).toEqual([
    [[2, 3], false],
    [[1], true],
  ]);
  expect(fieldOf('p1', fields)!.isArchived).toBe(true);
  expect(fieldOf('p3', fields)!.propertyIds).toEqual([2, 3]);
});

test('so a text is filled in from the new one, never from the archived one', () => {
  const fields = fieldsOf([
    property(1, 1, { archivedAt }),
    property(3, 1),
    property(4, 1, { kind: 'text', archivedAt }),
  ]);
  const [entryTerm] = mergeFieldsOf(fields, []).filter(({ name }) => name === 'Entry term');
  expect(entryTerm).toMatchObject({ keys: ['p3'], isOffered: true });
});
