import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Pace } from '../../src/sending/pace.js';

const start = Date.UTC(2026, 10, 20, 15);
const second = 1000;
/** A timer’s inexactness, which is forgiven. */
const early = 5;

/** Sends whatever `pace` lets through for so many seconds, looking every `step` milliseconds; when each segment left. */
function run(pace: Pace, seconds: number, { step = 5, isBulk = true, size = (): number => 1 } = {}) {
  const left: number[] = [];
  for (let now = start; now < start + seconds * second; now += step)
    while (pace.opensAt(isBulk) <= now) {
      const segments = size();
      pace.pass(segments, isBulk, now);
      for (let each = 0; each < segments; each++) left.push(now - start);
    }
  return left;
}

describe.each([60, 600, 6000])('%i segments a minute', (perMinute) => {
  test('bulk keeps to it within 5 %, from the first second on', () => {
    const left = run(Pace.of('number:1', perMinute), 60);
    expect(Math.abs(left.length - perMinute)).toBeLessThanOrEqual(Math.max(1, perMinute * 0.02));
    const first = left.filter((at) => at < second).length;
    expect(Math.abs(first - perMinute / 60)).toBeLessThanOrEqual(Math.max(1, perMinute / 60 / 20));
  });

  test('whoever looks too rarely catches up', () => {
    const left = run(Pace.of('number:1', perMinute), 60, { step: 190 });
    expect(Math.abs(left.length - perMinute)).toBeLessThanOrEqual(Math.max(1, perMinute * 0.02));
  });

  test('long texts cost what they are long', () => {
    let text = 0;
    const left = run(Pace.of('number:1', perMinute), 120, { size: () => 1 + (text++ % 4) });
    expect(Math.abs(left.length - 2 * perMinute)).toBeLessThanOrEqual(Math.max(5, perMinute * 0.04));
  });
});

test('never more than the rate and a second of it, whatever is sent when', () => {
  const waits = fc.array(fc.record({ wait: fc.integer({ min: 0, max: 5000 }), isBulk: fc.boolean() }), {
    maxLength: 200,
  });
  fc.assert(
    fc.property(waits, (texts) => {
      const pace = Pace.of('number:1', 600);
      const left: number[] = [];
      let now = start;
      for (const { wait, isBulk } of texts) {
        now += wait;
        if (pace.opensAt(isBulk) > now) continue;
        pace.pass(1, isBulk, now);
        left.push(now);
      }
      for (const [place, from] of left.entries())
        for (const [more, to] of left.slice(place).entries())
          expect(more).toBeLessThanOrEqual(((to - from) * 10) / second + 21);
    }),
  );
});

test('a rest is not saved up: after a quiet hour bulk begins with one text', () => {
  const pace = Pace.of('number:1', 60);
  pace.pass(1, true, start - 3600 * second);
  expect(run(pace, 0.9).length).toBe(1);
});

test('a reply goes ahead of bulk however long, and bulk makes room for it afterwards', () => {
  for (const perMinute of [12, 60, 600]) {
    const pace = Pace.of('number:1', perMinute);
    pace.pass(3, true, start);
    expect(pace.opensAt(true)).toBeGreaterThan(start);
    expect(pace.opensAt(false)).toBeLessThanOrEqual(start);
    pace.pass(1, false, start);
    expect(pace.opensAt(true) + early).toBeCloseTo(start + (4 * 60 * second) / perMinute, 3);
  }
});

test('two replies in a row leave at once; many keep to the rate', () => {
  expect(run(Pace.of('number:1', 60), 0.9, { isBulk: false }).length).toBe(2);
  expect(run(Pace.of('number:1', 60), 60, { isBulk: false }).length).toBe(61);
  expect(Math.abs(run(Pace.of('number:1', 6000), 10, { isBulk: false }).length - 1000)).toBeLessThan(10);
});

describe('the provider says 429', () => {
  const slowed = (times: number) => {
    const pace = Pace.of('number:1', 600);
    for (let time = 0; time < times; time++) pace.slow(start + time * 1500);
    return pace;
  };

  test('half as fast, and whole again after a minute', () => {
    const pace = slowed(1);
    expect(pace.shareAt(start)).toBe(0.5);
    expect(pace.shareAt(start + 30 * second)).toBe(0.75);
    expect(pace.shareAt(start + 60 * second)).toBe(1);
    expect(run(slowed(1), 1).length).toBeLessThanOrEqual(6);
  });

  test('again and again: never slower than an eighth', () => {
    expect(slowed(20).shareAt(start + 19 * 1500)).toBe(1 / 8);
  });

  test('ten at once are one warning', () => {
    const pace = Pace.of('number:1', 600);
    for (let time = 0; time < 10; time++) pace.slow(start + time);
    expect(pace.shareAt(start)).toBe(0.5);
  });

  test('nothing leaves before the provider’s Retry-After is over, a minute at most', () => {
    const pace = Pace.of('number:1', 600);
    pace.slow(start, 7000);
    expect(pace.opensAt(true)).toBe(start + 7000 - early);
    pace.slow(start, 3600 * second);
    expect(pace.opensAt(true)).toBe(start + 60 * second - early);
  });
});

test.each([365 * 86_400, 600])('a clock that was %i seconds ahead does not silence us for as long', (seconds) => {
  const pace = Pace.of('number:1', 60);
  pace.slow(start + seconds * second);
  pace.pass(1, true, start + seconds * second);
  expect(pace.heal(start).opensAt(true)).toBe(start - early);
  expect(pace.shareAt(start)).toBe(1);
});

test('but the longest text at the slowest pace is waited for', () => {
  const pace = Pace.of('number:1', 60);
  for (let times = 0; times < 20; times++) pace.slow(start - (20 - times) * 1500);
  pace.pass(16, true, start);
  expect(pace.heal(start).opensAt(true)).toBeGreaterThan(start + 100 * second);
});
