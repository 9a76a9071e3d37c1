import { expect, test } from '@jest/globals';
import type { Conversations } from '../../src/conversations/conversations.js';
import { Replies } from '../../src/conversations/replies.js';
import { Clock } from '../../src/programs/clock.js';
import { member } from '../support/people.js';
import { png } from '../support/pictures.js';

const file = { buffer: png, originalname: 'map.png' };
const vonage = { applicationId: 'a', privateKey: 'b', apiHost: 'c', mediaHosts: [] };

/** Whether Jordan can send a picture where the settings say this. */
async function sends(settings: ConstructorParameters<typeof Replies>[4]): Promise<string> {
  const conversations = { change: async () => undefined } as unknown as Conversations;
  const replies = new Replies(conversations, {} as never, {} as never, new Clock(), settings);
  const sent = replies.send(1, { body: 'Hi', token: null, file }, member('jordan', 1));
  return sent.then(
    () => 'sent',
    (error: Error) => error.message,
  );
}

test('a picture needs an address under which the provider can fetch it', async () => {
  expect(await sends({ vonage, publicUrl: null })).toContain('PUBLIC_URL');
  expect(await sends({ vonage, publicUrl: 'https://texts.example.edu' })).toBe('sent');
  expect(await sends({ vonage: null, publicUrl: null })).toBe('sent');
});
