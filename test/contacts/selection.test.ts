import { expect, test } from '@jest/globals';
import { selectionIn } from '../../src/contacts/selection.js';

const many = Array.from({ length: 1200 }, (_, place) => place + 1);

test.each([
  [{ contacts: '7-7-9' }, { ids: [7, 9] }],
  [{ 'contacts[]': ['7', 'x', '9'] }, { ids: [7, 9] }],
  [{ contacts: many.join('-') }, { ids: many.slice(0, 1000) }],
  [{}, { ids: [] }],
  [{ matching: '1', contacts: '7', q: 'Ann', f: ['a', 'b'], sort: 'email' }, { view: 'q=Ann&f=a&f=b' }],
  [{ matching: '1', view: 'q=Ann', q: 'x' }, { view: 'q=Ann' }],
  [{ matching: ['1', '1'] }, { view: '' }],
])('%j is whom somebody means', (said, selection) => expect(selectionIn(said)).toEqual(selection));
