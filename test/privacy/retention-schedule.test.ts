import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { recordJson } from '../../src/privacy/record-json.js';
import { monthsBefore, nightAfter, RetentionSchedule } from '../../src/privacy/retention-schedule.js';
import { namingOneOf } from '../../src/privacy/sweep.js';
import { hourIn } from '../../src/programs/days.js';
import { member } from '../support/people.js';

const avery = member('Avery', 1, 'Administrator');
const zone = 'America/New_York';
const at = (moment: string) => new Date(moment);
const moments = fc.date({ min: at('2020-01-01T00:00:00Z'), max: at('2060-01-01T00:00:00Z'), noInvalidDate: true });

test('six months before the end of August is the end of February, not the beginning of March', () => {
  expect(monthsBefore(at('2027-08-31T12:00:00Z'), 6)).toEqual(at('2027-02-28T12:00:00Z'));
  expect(monthsBefore(at('2028-08-31T12:00:00Z'), 6)).toEqual(at('2028-02-29T12:00:00Z'));
  expect(monthsBefore(at('2027-03-15T12:00:00Z'), 6)).toEqual(at('2026-09-15T12:00:00Z'));
});

test('whenever it is, so many months ago is in the month that it should be', () => {
  fc.assert(
    fc.property(moments, fc.integer({ min: 6, max: 240 }), (moment, months) => {
      const before = monthsBefore(moment, months);
      const index = (date: Date) => date.getUTCFullYear() * 12 + date.getUTCMonth();
      return index(before) === index(moment) - months && before.getUTCDate() <= moment.getUTCDate();
    }),
  );
});

test('a run is at three in the night, also when the clocks change', () => {
  fc.assert(
    fc.property(moments, (moment) => {
      const night = nightAfter(moment, zone);
      const wait = night.getTime() - moment.getTime();
      return wait > 0 && wait <= 25 * 3_600_000 && hourIn(night, zone) === 3;
    }),
  );
});

test('a schedule that was just set has at least a day to be corrected', () => {
  const schedule = RetentionSchedule.of(1);
  schedule.keep(12, null, at('2026-11-20T15:00:00Z'), zone);
  expect(schedule.nextRunAt).toEqual(at('2026-11-22T08:00:00Z'));
  expect(schedule.cutoffs(at('2026-11-22T08:00:00Z'))).toEqual({
    conversationsBefore: at('2025-11-22T08:00:00Z'),
    contactsBefore: null,
  });
  schedule.keep(null, null, at('2026-11-20T15:00:00Z'), zone);
  expect(schedule.nextRunAt).toBeNull();
});

test('a pause needs a reason, and what piled up meanwhile waits a day after it', () => {
  const schedule = RetentionSchedule.of(1);
  schedule.keep(12, 24, at('2026-01-01T15:00:00Z'), zone);
  expect(() => schedule.pause('', avery, at('2026-02-01T15:00:00Z'))).toThrow('Say why');
  expect(() => schedule.pause('x'.repeat(301), avery, at('2026-02-01T15:00:00Z'))).toThrow('room for 300');
  schedule.pause('The lawyers ask', avery, at('2026-02-01T15:00:00Z'));
  expect(schedule.pausedById).toBe(1);
  schedule.resume(at('2026-11-20T15:00:00Z'), zone);
  expect(schedule).toMatchObject({ pausedAt: null, pauseReason: null, nextRunAt: at('2026-11-22T08:00:00Z') });
});

const erased = { id: 1, program_id: 1, number: '+16175550111', at: at('2026-11-20T15:00:00Z'), up_to: 0 };
const delivered = (own: object = {}) => ({
  ...{ id: 5, program_id: 1, kind: 'inbound', at: at('2026-11-20T14:00:00Z') },
  ...{ body: '{"from":"16175550111","to":"12025550100","text":"Hi"}', ...own },
});

test.each([
  ['a text from the number', {}, true],
  ['a receipt that comes later', { kind: 'status', at: at('2026-11-20T16:00:00Z') }, true],
  ['one that names no program', { program_id: null }, true],
  ['what they text later, which is a new beginning', { at: at('2026-11-20T16:00:00Z') }, false],
  ['another program’s', { program_id: 2 }, false],
  ['a number that only contains it', { body: '{"from":"4916175550111"}' }, false],
  ['one without a body', { body: null }, false],
])('of what was delivered, %s', (_, own, isTheirs) => {
  expect(namingOneOf([erased])(delivered(own))).toBe(isTheirs);
});

test('however much there is, the export is JSON', async () => {
  for (const many of [0, 1, 200, 201, 1000]) {
    const entries = Array.from({ length: many }, (_, place) => ({ text: `“${place}”\n` }));
    const sections = ['messages', 'notes'].map((key) => ({ key, title: key, entries: () => entries }));
    let written = '';
    for await (const part of recordJson({ program: 'Northfield' }, sections)) written += part;
    expect(JSON.parse(written)).toEqual({ program: 'Northfield', messages: entries, notes: entries });
  }
});
