import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../../src/root.js';

const views = readdirSync(join(root, 'views'), { recursive: true, encoding: 'utf8' })
  .filter((name) => name.endsWith('.hbs'))
  .map((name) => ({ name, text: readFileSync(join(root, 'views', name), 'utf8') }));

// These concern a whole form, a list or a button, none of which can be typed into.
const ofNoField = [
  'form',
  'ids',
  'contact',
  'contacts',
  'columns',
  'steps',
  'version',
  'delete',
  'remove',
  'invitations',
];

test('Whatever can be wrong with a field is said of a field that can have the focus', () => {
  const unmarked = views.flatMap(({ name, text }) =>
    [...text.matchAll(/\{\{problem ((?:"(\w+)"|[^"}]|"[^"]*")+)\}\}/g)]
      .filter(([, field, word]) => !ofNoField.includes(word ?? '') && !text.includes(`{{invalid ${field}`))
      .map(([, field]) => `${name}: ${field}`),
  );
  expect(unmarked).toEqual([]);
  const unfocusable = views.filter(({ text }) => /<(?!input|select|textarea)\w+[^>]*\{\{invalid/.test(text));
  expect(unfocusable.map(({ name }) => name)).toEqual([]);
});
