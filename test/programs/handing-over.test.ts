import { afterEach, expect, test } from '@jest/globals';
import { HandingOver } from '../../src/programs/handing-over.js';

class Carriage extends HandingOver {
  readonly letters: (() => void)[] = [];
  waiting = 0;

  constructor(longest: number) {
    super(longest, 60_000);
  }

  override async round() {
    for (; this.waiting > 0; this.waiting -= 1) this.take(new Promise((arrived) => this.letters.push(arrived)));
    return false;
  }

  get held() {
    return this.countInHand;
  }
}

let carriage: Carriage;
afterEach(() => carriage.stop());

const underWay = async (letters: number, longest = 60_000) => {
  carriage = new Carriage(longest);
  carriage.waiting = letters;
  await carriage.round();
};

test('whoever stops it waits for what is in hand, and nothing further is taken', async () => {
  await underWay(2);
  let isStopped = false;
  const stopping = carriage.stop().then(() => (isStopped = true));
  carriage.letters[0]!();
  await new Promise(setImmediate);
  expect([isStopped, carriage.held]).toEqual([false, 1]);
  carriage.letters[1]!();
  await stopping;
  expect(carriage.held).toBe(0);
});

test('but no longer than the longest may take', async () => {
  await underWay(1, 5);
  await carriage.stop();
  expect(carriage.held).toBe(1);
});

test('what has left makes room at once, and a flush waits for all', async () => {
  await underWay(1);
  carriage.onApplicationBootstrap();
  carriage.waiting = 1;
  carriage.letters[0]!();
  const flushed = carriage.flush();
  while (carriage.letters.length < 2) await new Promise(setImmediate);
  carriage.letters[1]!();
  await flushed;
  expect([carriage.held, carriage.waiting]).toEqual([0, 0]);
});
