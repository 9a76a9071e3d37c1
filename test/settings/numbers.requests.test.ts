import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ourNumber, theirNumber } from '../support/cast.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
beforeAll(async () => {
  parley = await Parley.start();
});
afterAll(() => parley?.close());

const path = '/settings/numbers';
const details = { label: 'Financial aid', optOutAnswers: 'parley', segmentsPerMinute: '60' };

interface Row {
  id: number;
  number: string;
  label: string;
  is_default: number;
  opt_out_answers: string;
  segments_per_minute: number;
}
const numbers = () =>
  parley.rows<Row>(
    `SELECT id, number, label, is_default, opt_out_answers, segments_per_minute FROM program_numbers
     WHERE program_id = ? ORDER BY id`,
    [parley.cast.program.id],
  );
const idOf = async (number: string) => (await numbers()).find((row) => row.number === number)!.id;

test('Avery adds a number as people write it, and texts to it arrive', async () => {
  const avery = await parley.as('avery');
  const { status, location } = await avery.post(path, { ...details, number: '(202) 555-0123' });
  expect([status, location]).toEqual([303, path]);
  const added = (await numbers()).at(-1)!;
  expect(added).toMatchObject({ number: '+12025550123', label: 'Financial aid', segments_per_minute: 60 });
  expect(Boolean(added.is_default)).toBe(false);
  expect((await avery.get(path)).text).toMatch(/\(202\) 555-0123[^]*Financial aid/);

  await parley.text('+16175550111', 'Hello', { to: '12025550123' });
  const [conversation] = await parley.rows<{ program_number_id: number }>(
    'SELECT program_number_id FROM conversations WHERE number = ?',
    ['+16175550111'],
  );
  expect(conversation!.program_number_id).toBe(added.id);
});

test('A number is one program’s alone; whose it is isn’t said', async () => {
  const avery = await parley.as('avery');
  const theirs = await avery.post(path, { ...details, number: theirNumber });
  expect(theirs.status).toBe(422);
  expect(theirs.text).toContain('This number belongs to another program already.');
  expect(theirs.text).not.toContain('Otherton');
  expect((await avery.post(path, { ...details, number: ourNumber })).text).toContain(
    'This number is in the list already.',
  );
});

test('What is wrong is said beside each field at once, and what was typed stays', async () => {
  const before = await numbers();
  const { status, text } = await (
    await parley.as('avery')
  ).post(path, {
    number: '12',
    label: ' ',
    optOutAnswers: 'nobody',
    segmentsPerMinute: '0.5',
  });
  expect(status).toBe(422);
  for (const said of [
    '“12” is not a phone number. Example: (202) 555-0142',
    'Enter a label',
    'Choose who answers.',
    'Enter a whole number from 1 to 6,000.',
    'value="0.5"',
  ])
    expect(text).toContain(said);
  expect(await numbers()).toEqual(before);
});

test('Avery says that the carrier answers opt-outs, and how fast the number is', async () => {
  const avery = await parley.as('avery');
  const id = await idOf(ourNumber);
  expect((await avery.get(`${path}/${id}`)).text).toMatch(/value="parley" checked/);
  const { status } = await avery.post(`${path}/${id}`, {
    label: 'Main',
    optOutAnswers: 'carrier',
    segmentsPerMinute: '240',
    number: '+12025550199',
  });
  expect(status).toBe(303);
  expect((await numbers())[0]).toMatchObject({
    number: ourNumber,
    label: 'Main',
    opt_out_answers: 'carrier',
    segments_per_minute: 240,
  });
  const wrong = await avery.post(`${path}/${id}`, { ...details, segmentsPerMinute: '6001' });
  expect([wrong.status, wrong.text.includes('value="6001"')]).toEqual([422, true]);
});

test('There is always one default, whoever asks at the same time', async () => {
  const avery = await parley.as('avery');
  const ids = (await numbers()).map(({ id }) => id);
  await Promise.all(ids.map((id) => avery.post(`${path}/${id}/default`)));
  expect((await numbers()).filter((row) => row.is_default)).toHaveLength(1);
  await avery.post(`${path}/${ids[1]}/default`);
  expect((await numbers()).map((row) => Boolean(row.is_default))).toEqual([false, true]);
});

test('A number that nothing uses can be removed; the default, and one with conversations or a draft, can’t', async () => {
  const avery = await parley.as('avery');
  await avery.post(path, { ...details, number: '+12025550155' });
  const [main, used, spare] = (await numbers()).map(({ id }) => id) as [number, number, number];

  await avery.post(`${path}/${main}/default`);
  expect((await avery.delete(`${path}/${main}`)).text).toContain('Make another one the default first.');
  expect((await avery.delete(`${path}/${used}`)).text).toContain('This number has conversations');
  expect((await avery.get(`${path}/${used}`)).text).not.toContain('Remove this number');
  const draft = await avery.post('/campaigns', {
    ...{ name: 'Tour', programNumberId: String(spare), 'steps.0.body': 'Hi', when: 'now', step: 'save' },
    ...{ failureLimit: '5', optOutLimit: '5' },
  });
  const refused = await avery.delete(`${path}/${spare}`);
  expect([refused.status, refused.text.includes('This number has campaigns')]).toEqual([422, true]);
  expect((await avery.get(`${path}/${spare}`)).text).not.toContain('Remove this number');
  await avery.delete(draft.location!.split('?')[0]!);
  expect((await avery.get(`${path}/${spare}`)).text).toContain('Remove this number');
  expect((await avery.delete(`${path}/${spare}`)).status).toBe(303);
  expect((await numbers()).map(({ id }) => id)).toEqual([main, used]);
});

test('Another program’s number is nowhere', async () => {
  const [theirs] = await parley.rows<{ id: number }>('SELECT id FROM program_numbers WHERE number = ?', [theirNumber]);
  const avery = await parley.as('avery');
  const at = `${path}/${theirs!.id}`;
  const answers = [
    await avery.get(at),
    await avery.post(at, details),
    await avery.post(`${at}/default`),
    await avery.delete(at),
  ];
  expect(answers.map(({ status }) => status)).toEqual([404, 404, 404, 404]);
  expect(await parley.rows('SELECT label FROM program_numbers WHERE number = ?', [theirNumber])).toEqual([
    { label: 'Main line' },
  ]);
});
