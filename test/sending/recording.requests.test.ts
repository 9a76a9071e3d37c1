import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Recording } from '../../src/sending/recording.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let recording: Recording;

beforeAll(async () => {
  parley = await Parley.start();
  recording = parley.app.get(Recording);
});
afterAll(() => parley?.close());

const write = (id: number, first: string) => () =>
  parley.database.run('UPDATE contacts SET first_name = ? WHERE id = ?', [first, id]).then(() => undefined);
const names = async () =>
  (await parley.rows<{ name: string }>('SELECT first_name AS name FROM contacts ORDER BY id LIMIT 2')).map(
    ({ name }) => name,
  );

test('what comes together is saved together', async () => {
  const { maya, leo } = parley.cast;
  await Promise.all([recording.take(write(maya.id, 'Mia')), recording.take(write(leo.id, 'Lea'))]);
  expect(await names()).toEqual(['Mia', 'Lea']);
});

test('what is wrong with one does not undo the others', async () => {
  const { maya, leo } = parley.cast;
  const wrong = recording.take(() => Promise.reject(new Error('wrong')));
  const others = [recording.take(write(maya.id, 'May')), recording.take(write(leo.id, 'Les'))];
  await expect(wrong).rejects.toThrow('wrong');
  await Promise.all(others);
  expect(await names()).toEqual(['May', 'Les']);
});

test('more than are saved at once all have their turn', async () => {
  let saved = 0;
  await Promise.all(Array.from({ length: 50 }, () => recording.take(async () => void (saved += 1))));
  expect(saved).toBe(50);
});
