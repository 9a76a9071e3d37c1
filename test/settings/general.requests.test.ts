import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

let parley: Parley;
beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

const path = '/settings/general';
const program = async () =>
  (
    await parley.rows<{ name: string; country: string; time_zone: string }>(
      'SELECT name, country, time_zone FROM programs WHERE id = ?',
      [parley.cast.program.id],
    )
  )[0];

test('Avery renames the program and moves it; its numbers stay as they are, shown as from abroad', async () => {
  const avery = await parley.as('avery');
  expect((await avery.get('/settings/numbers')).text).toContain('(202) 555-0100');

  const { status, location } = await avery.post(path, {
    name: ' Northfield\r\nAbroad ',
    country: 'DE',
    timeZone: 'Europe/Berlin',
  });
  expect([status, location]).toEqual([303, `${path}?saved=1`]);
  expect(await program()).toEqual({ name: 'Northfield Abroad', country: 'DE', time_zone: 'Europe/Berlin' });
  expect((await avery.get(location!)).text).toMatch(
    /Saved[^]*value="Northfield Abroad"[^]*value="DE" selected[^]*value="Europe\/Berlin" selected/,
  );

  const numbers = await parley.rows<{ number: string }>('SELECT number FROM program_numbers WHERE program_id = ?', [
    parley.cast.program.id,
  ]);
  expect(numbers.map(({ number }) => number)).toEqual(['+12025550100']);
  expect((await avery.get('/settings/numbers')).text).toContain('+1 202 555 0100');
});

test('The other program is untouched', async () => {
  expect((await (await parley.as('olive')).get(path)).text).toMatch(/value="Otherton"[^]*value="US" selected/);
});

test('What is wrong is said beside its field, and what was typed stays', async () => {
  const before = await program();
  const answer = await (
    await parley.as('avery')
  ).post(path, { name: 'x'.repeat(101), country: 'XX', timeZone: 'Mars/Base' });
  expect(answer.status).toBe(422);
  expect(answer.text).toContain('That is 101 characters; there is room for 100.');
  expect(answer.text).toContain('Choose a country.');
  expect(answer.text).toContain('Choose a time zone.');
  expect(answer.text).toContain(`value="${'x'.repeat(101)}"`);
  expect((await (await parley.as('avery')).post(path, { name: '  ' })).text).toContain('Enter a name.');
  expect(await program()).toEqual(before);
});

test.each(['+05:00', 'america/new_york', 'America/../etc', 'GMT0'])(
  '%s is no time zone that is offered',
  async (timeZone) => {
    const answer = await (await parley.as('avery')).post(path, { name: 'Northfield', country: 'US', timeZone });
    expect(answer.status).toBe(422);
  },
);
