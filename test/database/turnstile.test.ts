import { expect, test } from '@jest/globals';
import { setImmediate as breathe } from 'node:timers/promises';
import { Turnstile } from '../../src/database/turnstile.js';

/** Lets these through, all of them waiting behind the first; in which order they went. */
async function order(names: string[]): Promise<string[]> {
  const turnstile = new Turnstile();
  const went: string[] = [];
  let open: () => void = () => undefined;
  const first = turnstile.pass(() => new Promise<void>((resolve) => (open = resolve)));
  const others = names.map((name) =>
    turnstile.pass(async () => {
      await breathe();
      went.push(name);
    }, name.startsWith('patient')),
  );
  open();
  await Promise.all([first, ...others]);
  return went;
}

test('one at a time, in the order in which they came', async () => {
  expect(await order(['a', 'b', 'c'])).toEqual(['a', 'b', 'c']);
});

test('whoever is patient lets the others go first', async () => {
  expect(await order(['patient 1', 'a', 'patient 2', 'b'])).toEqual(['a', 'b', 'patient 1', 'patient 2']);
});

test('but does not wait for ever: after ten others it is their turn', async () => {
  const hasty = Array.from({ length: 25 }, (_, place) => `hasty ${place}`);
  const went = await order(['patient 1', 'patient 2', ...hasty]);
  expect(went.indexOf('patient 1')).toBeLessThanOrEqual(10);
  expect(went.indexOf('patient 2')).toBeLessThanOrEqual(21);
  expect(went.length).toBe(27);
});

test('whoever fails, fails alone', async () => {
  const turnstile = new Turnstile();
  const failing = turnstile.pass(() => Promise.reject(new Error('no')));
  const next = turnstile.pass(async () => 'yes', true);
  await expect(failing).rejects.toThrow('no');
  expect(await next).toBe('yes');
  expect(await turnstile.pass(async () => 'free')).toBe('free');
});
