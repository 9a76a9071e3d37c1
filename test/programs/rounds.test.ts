import { Logger } from '@nestjs/common';
import { afterEach, beforeAll, expect, test } from '@jest/globals';
import { setTimeout as wait } from 'node:timers/promises';
import { Rounds } from '../../src/programs/rounds.js';

let rounds: Rounds;
beforeAll(() => Logger.overrideLogger(false));
afterEach(() => rounds.stop());

const started = (round: () => Promise<boolean>, pause = 60_000) => {
  rounds = new Rounds('Test', round, pause);
  rounds.start();
};

test('a round is done at once, then when it is nudged', async () => {
  let done = 0;
  started(async () => (done++, false));
  await wait(20);
  expect(done).toBe(1);
  rounds.nudge();
  await wait(20);
  expect(done).toBe(2);
});

test('a nudge during a round means one more round', async () => {
  let done = 0;
  started(async () => {
    done++;
    if (done === 1) for (let n = 0; n < 5; n++) rounds.nudge();
    await wait(10);
    return false;
  });
  await wait(60);
  expect(done).toBe(2);
});

test('what is in no hurry rests four times as long as it worked', async () => {
  const begun: number[] = [];
  const share = 0.2;
  rounds = new Rounds('Test', async () => (begun.push(performance.now()), await wait(20), true), 60_000, share);
  rounds.start();
  while (begun.length < 3) await wait(5);
  expect(begun[2]! - begun[1]!).toBeGreaterThan(95);
});

test('as long as there is more to do there is no pause, and never two rounds at once', async () => {
  let done = 0;
  let atOnce = 0;
  let most = 0;
  started(async () => {
    most = Math.max(most, ++atOnce);
    await wait(1);
    atOnce--;
    return ++done < 20;
  });
  for (let n = 0; n < 10; n++) {
    rounds.nudge();
    await wait(10);
  }
  expect(done).toBeGreaterThanOrEqual(20);
  expect(most).toBe(1);
});

test('a round that fails is done again', async () => {
  let done = 0;
  started(async () => {
    if (++done < 3) throw new Error('the database is away');
    return false;
  }, 10);
  await wait(80);
  expect(done).toBeGreaterThanOrEqual(3);
});

test('stopping waits for the round under way, and begins no other', async () => {
  let done = 0;
  started(async () => {
    await wait(30);
    done++;
    return true;
  });
  await wait(5);
  await rounds.stop();
  expect(done).toBe(1);
  await wait(60);
  expect(done).toBe(1);
});
