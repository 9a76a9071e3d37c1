import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Escalation } from '../../src/conversations/escalation.js';
import { Parley } from '../support/parley.js';
import { SetClock } from '../support/set-clock.js';

const clock = new SetClock(new Date());
let parley: Parley;

beforeAll(async () => {
  parley = await Parley.start({ clock });
});
afterAll(() => parley?.close());

const announced = async () =>
  Number(
    (await parley.rows<{ count: number | string }>("SELECT COUNT(*) AS count FROM events WHERE kind = 'overdue'"))[0]!
      .count,
  );
const minutes = (count: number) => clock.pass(count * 60_000);

test('what waits longer than the limit is announced once, and again when it waits anew', async () => {
  const escalation = parley.app.get(Escalation);
  await parley.text('+16175550111', 'Hello?');
  const id = await parley.conversationWith('+16175550111');
  minutes(239);
  await escalation.round();
  expect(await announced()).toBe(0);
  minutes(2);
  await escalation.round();
  await escalation.round();
  expect(await announced()).toBe(1);

  const avery = await parley.as('avery');
  await avery.post(`/conversations/${id}/assignment`, { assignee: String(parley.cast.dana.id) });
  await escalation.round();
  expect(await announced()).toBe(1);
  await (await parley.as('dana')).post(`/conversations/${id}/messages`, { body: 'Yes' });
  await parley.text('+16175550111', 'Thank you. And one more thing?');
  minutes(241);
  await escalation.round();
  expect(await announced()).toBe(2);
});

test('what is resolved is never announced', async () => {
  await parley.text('+16175550112', 'Hi');
  const before = await announced();
  await (await parley.as('avery')).post(`/conversations/${await parley.conversationWith('+16175550112')}/resolution`);
  minutes(1000);
  await parley.app.get(Escalation).round();
  expect(await announced()).toBe(before);
});
