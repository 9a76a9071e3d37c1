import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { fieldsIn, idOf, numberOf, senderOf, timeOf } from '../../src/vonage/fields.js';
import { inboundText } from '../../src/vonage/inbound-text.js';
import { receiptIn } from '../../src/vonage/receipt.js';

const now = new Date('2026-11-22T12:00:00Z');
const id = 'aaaaaaaa-bbbb-4ccc-8ddd-0123456789ab';
const inbound = {
  message_uuid: id,
  to: '12025550100',
  from: '16175550111',
  timestamp: '2026-11-22T11:59:00Z',
  text: 'Hi',
};
const receipt = { message_uuid: id, status: 'delivered', client_ref: 'ref', from: '12025550100' };

test('whatever types the fields have, reading them is no accident', () => {
  const odd = (sample: object) =>
    fc.record(
      Object.fromEntries(
        Object.entries(sample).map(([name, good]) => [name, fc.oneof(fc.constant(good), fc.jsonValue())]),
      ),
      { requiredKeys: [] },
    );
  const error = fc.oneof(
    fc.jsonValue(),
    fc.record({ title: fc.jsonValue(), type: fc.jsonValue(), detail: fc.jsonValue() }),
  );
  fc.assert(
    fc.property(
      odd({ ...inbound, message_type: 'image', image: { url: 'x' }, content: [{ type: 'image' }] }),
      (fields) => {
        const read = inboundText(fields as Record<string, unknown>, now);
        if (typeof read === 'string') return;
        expect(read).toEqual({
          providerId: expect.any(String),
          to: expect.any(String),
          from: expect.any(String),
          said: expect.any(String),
          body: expect.any(String),
          attachments: expect.any(Array),
          writtenAt: expect.any(Date),
        });
        expect(read.body).not.toBe('');
        expect(read.body.length).toBeLessThanOrEqual(15_000);
        expect(read.writtenAt <= now).toBe(true);
      },
    ),
  );
  fc.assert(
    fc.property(odd(receipt), error, (fields, reason) => {
      const read = receiptIn({ ...fields, error: reason } as Record<string, unknown>);
      if (typeof read === 'string') return;
      expect(read.providerId.length).toBeLessThanOrEqual(64);
      expect((read.clientRef ?? '').length).toBeLessThanOrEqual(40);
    }),
  );
  fc.assert(fc.property(fc.string(), (body) => void fieldsIn(body)));
});

describe('numbers', () => {
  test.each([
    ['12025550100', '+12025550100'],
    ['+12025550100', '+12025550100'],
    ['0012025550100', '+12025550100'],
    [12025550100, '+12025550100'],
    ['22395', '+22395'],
    [' 12025550100 ', '+12025550100'],
    ['VERIZON', null],
    ['12', null],
    ['1234567890123456', null],
    ['1 202 555 0100', null],
    [null, null],
    [['12025550100'], null],
  ])('%p is %p', (written, number) => expect(numberOf(written)).toBe(number));
});

describe('senders', () => {
  test.each([
    ['12025550100', '+12025550100'],
    ['+12025550100', '+12025550100'],
    ['12345', '12345'],
    [72645, '72645'],
    ['8945461', '8945461'],
    ['6834321', '+6834321'],
    ['493012', '493012'],
    ['VERIZON', 'VERIZON'],
    ['AT&T Fraud', 'AT&T Fraud'],
    ['12', null],
    ['a name that is too long', null],
    ['<b>', null],
    [{}, null],
  ])('%p is %p', (written, sender) => expect(senderOf(written)).toBe(sender));
});

describe('ids', () => {
  test.each([
    [id.toUpperCase(), id],
    ['x', null],
    ['a'.repeat(65), null],
    ["'; DROP TABLE messages; --", null],
    [7, null],
  ])('%p is %p', (written, read) => expect(idOf(written)).toBe(read));
});

describe('times', () => {
  test.each([
    ['2026-11-22T11:00:00Z', '2026-11-22T11:00:00.000Z'],
    ['2026-11-22T11:00:00.123Z', '2026-11-22T11:00:00.123Z'],
    ['2026-11-22 11:00:00', '2026-11-22T11:00:00.000Z'],
    ['2026-11-22T12:00:00+0200', '2026-11-22T10:00:00.000Z'],
    ['2026-11-22T12:00:01Z', now.toISOString()],
    ['1999-01-01T00:00:00Z', now.toISOString()],
    ['yesterday', now.toISOString()],
    ['', now.toISOString()],
    [1763812800, now.toISOString()],
    [{}, now.toISOString()],
  ])('%p is %p', (written, read) => expect(timeOf(written, now).toISOString()).toBe(read));
});
