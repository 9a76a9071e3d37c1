import { describe, expect, test } from '@jest/globals';
import { courseOf } from '../../src/marketing/review-course.js';
import type { Place } from '../../src/marketing/review-tally.js';

const at = (iso: string) => new Date(iso);
const place = (zones: string[], texts: number, segments = texts): Place => ({ zones, texts, segments });
const newYork = ['America/New_York'];
const losAngeles = ['America/Los_Angeles'];

describe('How long sending takes', () => {
  test('by day it is the rate alone, and nobody waits', () => {
    const course = courseOf([place(newYork, 100, 200)], 60, at('2026-11-20T15:00:00Z'));
    expect(course).toEqual({ endsAt: at('2026-11-20T15:03:20Z'), waiting: 0 });
  });

  test('whoever has night waits for eight o’clock where they are', () => {
    const course = courseOf([place(newYork, 60), place(losAngeles, 30)], 60, at('2026-11-20T15:03:00Z'));
    expect(course).toEqual({ endsAt: at('2026-11-20T16:00:30Z'), waiting: 30 });
  });

  test('who may be in several zones gets it when it is day in all of them', () => {
    const course = courseOf([place([...newYork, ...losAngeles], 1)], 60, at('2026-11-20T14:00:00Z'));
    expect(course.endsAt).toEqual(at('2026-11-20T16:00:01Z'));
  });

  test('what is not sent by eight in the evening goes on in the morning', () => {
    // One a minute from 7 PM on: sixty today, forty tomorrow.
    const course = courseOf([place(newYork, 100)], 1, at('2026-11-21T00:00:00Z'));
    expect(course).toEqual({ endsAt: at('2026-11-21T13:40:00Z'), waiting: 40 });
  });

  test('50,000 at one segment a second take two days, and the places are left as they were', () => {
    const places = [place(newYork, 50_000)];
    const course = courseOf(places, 60, at('2026-11-20T13:00:00Z'));
    expect(course.endsAt).toEqual(at('2026-11-21T14:53:20Z'));
    expect(course.waiting).toBe(50_000 - 12 * 3600);
    expect(places[0]!.segments).toBe(50_000);
  });

  test('beyond two weeks nobody can say', () => {
    expect(courseOf([place(newYork, 100_000)], 1, at('2026-11-20T15:00:00Z')).endsAt).toBeNull();
  });

  test('nobody is done at once', () => {
    const start = at('2026-11-20T15:00:00Z');
    expect(courseOf([], 60, start)).toEqual({ endsAt: start, waiting: 0 });
  });
});
