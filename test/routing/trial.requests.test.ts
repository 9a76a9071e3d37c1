import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { ContactUser } from '../../src/contacts/contact-user.js';
import { Parley } from '../support/parley.js';
import { propertyOf, routedBy, valueOf } from '../support/routing.js';
import { SetClock } from '../support/set-clock.js';

let parley: Parley;
let url: string;
let relationship: number;
let state: string;
let gpa: string;

beforeAll(async () => {
  parley = await Parley.start({ clock: new SetClock() });
  const { program, maya, dana, sam, jordan } = parley.cast;
  const save = <T extends object>(entity: T) => parley.database.transaction(() => parley.database.manager.save(entity));
  const stateProperty = await save(propertyOf(program.id, maya.contactTypeId, 'State', 'text'));
  const gpaProperty = await save(propertyOf(program.id, maya.contactTypeId, 'GPA', 'number'));
  [state, gpa] = [`p${stateProperty.id}`, `p${gpaProperty.id}`];
  await save(valueOf(program.id, maya.id, stateProperty.id, 'TX'));
  const { table, property } = await routedBy(parley, [
    { conditions: [{ field: state, operator: 'is', values: ['NY'] }], users: [sam] },
    {
      conditions: [{ field: state, operator: 'is-any-of', values: ['TX', 'OK'] }],
      givesTo: 'in-turn',
      users: [dana, jordan],
    },
    { conditions: [{ field: gpa, operator: 'greater-than', values: ['3'] }], users: [sam] },
    { isOtherwise: true, users: [sam] },
  ]);
  url = `/settings/routing-tables/${table.id}/trial`;
  relationship = property.id;
  await parley.write(
    "UPDATE memberships SET away_from = '2026-11-01', away_until = '2026-12-03 12:00:00' WHERE user_id = ?",
    [dana.id],
  );
});
afterAll(() => parley?.close());

const plain = (html: string) =>
  html
    .replace(/<(script|svg)[^]*?<\/\1>/g, '')
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replace(/ ([.,:])/g, '$1');
const seen = async (query: string) => {
  const { status, text } = await (await parley.as('avery')).get(`${url}${query}`);
  return { status, text: plain(text), html: text };
};

test('Avery finds a contact by name or number', async () => {
  const empty = await seen('');
  expect(empty.text).toContain('Who should the table answer for?');
  for (const q of ['maya', '617-555-0111'])
    expect((await seen(`?q=${q}`)).html).toContain(`${url}?contact=${parley.cast.maya.id}"`);
  expect((await seen('?q=xylophone')).text).toContain('No contact matches “xylophone”.');
});

test('With Maya: why row 1 doesn’t match, that row 2 decides, whom it gives to and who is passed over', async () => {
  const { status, text, html } = await seen(`?contact=${parley.cast.maya.id}`);
  expect(status).toBe(200);
  expect(text).toContain('Jordan Reyes by row 2: State is any of TX, OK');
  expect(text).toContain('Passed over: Dana Whitfield is away until Dec 3.');
  expect(text).toMatch(/Doesn’t match Sam Okafor No: State is NY has TX/);
  expect(text).toMatch(/Matches Dana Whitfield and Jordan Reyes in turn Yes: State is any of TX, OK has TX/);
  expect(text).toMatch(/Not looked at Sam Okafor GPA is greater than 3/);
  expect(text).toContain(
    'would be assigned to Jordan Reyes by Routing Table “Territory of Recruiter”, row 2: State is any of TX, OK.',
  );
  expect(html).toContain('value="TX"');
});

test('Who is stored on the contact comes before the table', async () => {
  const { program, maya, sam } = parley.cast;
  const own = { programId: program.id, contactId: maya.id, propertyId: relationship, userId: sam.id };
  await parley.database.transaction(() =>
    parley.database.manager.insert(ContactUser, { ...own, place: 0, createdAt: new Date() }),
  );
  const { text } = await seen(`?contact=${maya.id}`);
  await parley.write('DELETE FROM contact_users WHERE contact_id = ?', [maya.id]);
  expect(text).toContain('would be assigned to Sam Okafor, Recruiter of this contact.');
  expect(text).toContain('Jordan Reyes by row 2');
});

test('With auto-assignment off it says so', async () => {
  await parley.write('UPDATE programs SET allows_auto_assignment = 0');
  const { text } = await seen(`?contact=${parley.cast.maya.id}`);
  await parley.write('UPDATE programs SET allows_auto_assignment = 1');
  expect(text).toContain('Auto-assignment is off. If it were on');
});

test('With values typed by hand; what is none is said beside its field', async () => {
  expect((await seen(`?value.${state}=ny`)).text).toContain('Sam Okafor by row 1: State is NY');
  expect((await seen(`?value.${state}=CA&value.${gpa}=3.9`)).text).toContain('Sam Okafor by row 3');
  expect((await seen(`?value.${state}=CA`)).text).toContain('Sam Okafor by Otherwise');
  const wrong = await seen(`?value.${gpa}=high`);
  expect(wrong.status).toBe(422);
  expect(wrong.html).toMatch(/value="high"[^>]*aria-invalid/);
  expect(wrong.text).toContain('“high” is not a number.');
});

test('Nothing is written: no turn, no relationship, no event', async () => {
  const state = async () => [
    await parley.rows('SELECT id, last_user_id FROM routing_rows ORDER BY id'),
    await parley.rows('SELECT * FROM contact_users'),
    await parley.rows('SELECT COUNT(*) AS count FROM events'),
    await parley.rows('SELECT version, changed_at FROM routing_tables'),
  ];
  const before = await state();
  for (let turn = 0; turn < 3; turn++) await seen(`?contact=${parley.cast.maya.id}`);
  expect(await state()).toEqual(before);
  expect((before[0] as { last_user_id: number | null }[]).every((row) => row.last_user_id === null)).toBe(true);
});

test('A contact of another program is nowhere', async () => {
  const olive = await parley.as('olive');
  expect((await olive.get(`${url}?contact=${parley.cast.maya.id}`)).status).toBe(404);
  expect((await seen('?contact=999999')).status).toBe(404);
});
