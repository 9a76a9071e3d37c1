import { expect, test } from '@jest/globals';
import { Import } from '../../src/imports/import.js';
import type { Mapping } from '../../src/imports/mapping.js';

const now = new Date('2026-11-20T15:00:00Z');
const later = new Date('2026-11-20T15:00:01Z');
const mapping: Mapping = {
  ...{ contactTypeId: 1, hasHeader: true, matchBy: 'email', treatment: 'update' },
  ...{ clears: false, changesType: false, columns: ['first-name', 'email'], consent: null },
};
const waiting = () => Object.assign(Import.of(1, 1, 'people.csv', null, now), { status: 'mapping', lineCount: 3 });

test('The same form a second time is taken as done, another one is not', () => {
  const upload = waiting();
  upload.map(mapping, now);
  upload.advance(1, ['new'], now);
  // What the first one left is read from the database.
  upload.mapping = JSON.parse(JSON.stringify(upload.mapping)) as Mapping;
  upload.map({ ...mapping }, later);
  expect([upload.status, upload.past, upload.checked.new, upload.changedAt]).toEqual(['checking', 1, 1, now]);
  expect(() => upload.map({ ...mapping, treatment: 'leave' }, later)).toThrow('imported already');
  expect(() => upload.begin(1, later)).toThrow('not been tried yet');
  upload.finish(now);
  upload.begin(1, now);
  upload.begin(2, later);
  expect([upload.status, upload.userId, upload.changedAt]).toEqual(['importing', 1, now]);
  upload.cancel(now);
  upload.cancel(later);
  expect(upload.finishedAt).toBe(now);
  expect(() => upload.begin(1, later)).toThrow('was canceled');
});
