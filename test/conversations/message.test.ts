import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Message, type Source } from '../../src/conversations/message.js';
import { type MessageStatus, ranks } from '../../src/conversations/message-status.js';

const now = new Date('2026-11-20T15:00:05.400Z');
const outbound = Object.keys(ranks).filter((status) => status !== 'received') as MessageStatus[];

test('whatever order receipts come in, however often, a text ends at the furthest of them', () => {
  fc.assert(
    fc.property(fc.array(fc.constantFrom(...outbound), { minLength: 1 }), (receipts) => {
      const message = Message.queue('Hi', 'reply', now);
      const seen = [ranks.queued as number];
      for (const status of receipts) {
        message.progress(status, now);
        expect(ranks[message.status]).toBeGreaterThanOrEqual(seen.at(-1)!);
        seen.push(ranks[message.status]);
      }
      expect(ranks[message.status]).toBe(Math.max(...receipts.map((status) => ranks[status])));
    }),
  );
});

test('texts to many are bulk; what a person or Parley answers is not', () => {
  const isBulk = (source: Source) => Message.queue('Hi', source, now).isBulk;
  expect((['quick-message', 'campaign'] as const).map(isBulk)).toEqual([true, true]);
  expect((['reply', 'answer', 'opt-out-confirmation'] as const).map(isBulk)).toEqual([false, false, false]);
});

test('what was rejected and yet arrives was delivered, and its failure is forgotten', () => {
  const message = Message.queue('Hi', 'reply', now);
  message.progress('rejected', now, { code: '1340', detail: 'window' });
  expect(message.errorCode).toBe('1340');
  message.progress('delivered', now);
  expect(message).toMatchObject({ status: 'delivered', errorCode: null });
});

test.each([
  ['the same second takes our own time', '2026-11-20T15:00:05Z', now],
  ['a provider ahead of us takes our own time', '2026-11-20T15:03:00Z', now],
  ['an earlier second is the provider’s', '2026-11-20T15:00:03Z', new Date('2026-11-20T15:00:03Z')],
  ['a late one stays when it was written', '2026-11-20T09:00:00Z', new Date('2026-11-20T09:00:00Z')],
])('the time of a text: %s', (_, writtenAt, at) => {
  expect(Message.receive('Hi', 'id', new Date(writtenAt), now)).toMatchObject({ at, createdAt: now });
});
