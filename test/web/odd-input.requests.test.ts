import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

let parley: Parley;
let id: number;
let sender: number;
const number = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text(number, 'Hello');
  await parley.text('+13125550199', 'Who is this?');
  id = await parley.conversationWith(number);
  sender = await parley.conversationWith('+13125550199');
});
afterAll(() => parley?.close());

const odd = [
  'Infinity',
  '1e999',
  '99999999999999999999',
  '\0\ud800%',
  '999999999999999-1',
  '["a","b",1e999]',
  '😀'.repeat(300),
  '',
];

const pages: Record<string, string[]> = {
  '/conversations': [
    'view',
    'status',
    'q',
    'assignee',
    'type',
    'number',
    'unread',
    'waiting',
    'failed',
    'optedOut',
    'since',
    'after',
  ],
  '/conversations/count': ['q', 'assignee', 'type', 'number'],
  '/conversations/:id': ['before', 'fragment'],
  '/contacts': ['q', 'type', 'after'],
  '/unknown-senders': ['after'],
  '/unknown-senders/:sender/link': ['q'],
  '/settings/deliveries': ['refusals', 'misfits'],
  '/phones': ['q'],
  '/phones/open': ['number'],
  '/live/changes': ['since'],
  '/login': ['next'],
};

const at = (path: string) => path.replace(':id', String(id)).replace(':sender', String(sender));
const twice = (name: string) => [
  [name, 'x'],
  [name, 'x'],
];
const fine = (status: number) => status < 500 || status === 503;

test.each(Object.entries(pages))('GET %s makes sense of anything', async (path, names) => {
  const avery = await parley.as('avery');
  const broken: string[] = [];
  for (const name of names)
    for (const query of [...odd.map((value) => [[name, value]]), twice(name), [[`${name}[a]`, 'x']]]) {
      const { status } = await avery.get(`${at(path)}?${new URLSearchParams(query)}`);
      if (!fine(status)) broken.push(`${status} ${JSON.stringify(query).slice(0, 60)}`);
    }
  expect(broken).toEqual([]);
});

const forms: Record<string, string[]> = {
  '/conversations/:id/draft': ['body'],
  '/conversations/:id/messages': ['body', 'token'],
  '/conversations/:id/notes': ['body', 'token'],
  '/conversations/:id/assignment': ['assignee', 'note', 'was'],
  '/conversations/:id/contact': ['contact'],
  '/conversations/:id/presence': ['typing', 'gone'],
  '/conversations/:id/resolution': ['_method'],
  '/conversations/bulk': ['action', 'assignee', 'ids', 'matching', 'query'],
  '/saved-views': ['name', 'query'],
  '/contacts': ['firstName', 'lastName', 'email', 'contactTypeId', 'numbers', 'labels', 'numbers[]'],
  '/contacts/1': ['firstName', 'lastName', 'email', 'contactTypeId', 'numbers', 'labels'],
  '/unknown-senders/:sender/link': ['contact'],
  '/unknown-senders/:sender/contact': ['firstName', 'contactTypeId', 'numbers', 'labels'],
  '/phones/16175550111/texts': ['body', 'to'],
  '/phones/16175550111/power': ['off'],
  '/preferences': ['enterSends'],
  '/program': ['program'],
  '/login': ['email', 'password', 'next'],
};
const rest: Record<string, Record<string, string>> = {
  '/conversations/:id/messages': { body: 'Hello' },
  '/conversations/:id/notes': { body: 'Hello' },
  '/conversations/bulk': { action: 'assign', ids: '1' },
  '/saved-views': { name: 'Mine', query: 'q=a' },
  '/contacts': { firstName: 'A', contactTypeId: '1', numbers: '6175550133' },
  '/contacts/1': { firstName: 'A', contactTypeId: '1', numbers: '6175550133' },
  '/login': { email: 'nobody@n.example', password: 'wrong' },
};

test.each(Object.entries(forms))('POST %s makes sense of anything', async (path, names) => {
  const broken: string[] = [];
  const avery = path === '/login' ? parley.stranger() : await parley.as('avery');
  for (const name of names)
    for (const said of [...odd.map((value) => [value]), ['x', 'x']]) {
      const { status } = await avery.post(at(path), { ...rest[path], [name]: said });
      if (!fine(status)) broken.push(`${status} ${name}=${said.length}×${said[0]!.slice(0, 30)}`);
    }
  expect(broken).toEqual([]);
});
