import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { newVapidKeys } from '../../src/push/vapid.js';
import { isOnMysql } from '../support/database.js';
import { Parley } from '../support/parley.js';
import { upload } from '../support/uploads.js';

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
  const avery = await parley.as('avery');
  await avery.post('/settings/routing-tables', { name: 'Territory' });
  await avery.post('/settings/templates', { name: 'First', body: 'Hello {{First Name|there}}' });
  await avery.post('/contacts/edits', { contacts: '1', contactTypeId: '1', 'do.p2': 'set', p2: 'Biology' });
  await upload(avery, 'First,E-mail\nMaya,maya@n.example');
  const csv = [
    'Match,If 1 field,If 1 operator,If 1 value,If 2 field,If 2 operator,If 2 value,Assigns,Users',
    'all,First Name,is,Maya,Added on,is after,2026-01-01,one,dana@n.example',
  ].join('\n');
  await avery.post('/settings/routing-tables/1/upload', { csv, version: '1', replace: '1' });
});
afterAll(() => parley?.close());

// What a database may choke on is asked of both; what only our own code reads, of one.
const forDatabases = ['99999999999999999999', '\0\ud800%', '😀'.repeat(300)];
const forUs = ['1e999', '999999999999999-1', '["a","b",1e999]', ''];
const odd = isOnMysql ? forDatabases : [...forDatabases, ...forUs];
const twice = isOnMysql ? [] : [['x', 'x']];

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
  '/contacts/export.csv': ['q', 'type', 'f', 'sort'],
  '/contacts': ['q', 'type', 'after', 'f', 'columns', 'sort', 'field', 'operator', 'value', 'to', 'step'],
  '/contacts/duplicates': ['after', 'dismissed'],
  '/contacts/1/merge': ['q'],
  '/contacts/1/merge/2': ['seen'],
  '/contacts/1/privacy': ['x'],
  '/settings/audit': ['before'],
  '/settings/privacy': ['saved', 'before'],
  '/settings/contact-types/1/properties/new': ['kind'],
  '/contacts/1/consent': ['before'],
  '/contacts/1/messages': ['before'],
  '/contacts/1/history': ['before'],
  '/consent/wishes': ['after'],
  '/settings/consent': ['before'],
  '/settings/consent/ledger.csv': ['from', 'to'],
  '/contacts/count': ['q', 'type', 'f'],
  '/contacts/edits': ['before'],
  '/contacts/edits/1': ['after'],
  '/contacts/edits/new': ['contacts', 'matching', 'view', 'contactTypeId', 'q', 'type', 'f', 'do.p1', 'p1'],
  '/contacts/imports': ['before'],
  '/contacts/imports/1': ['after'],
  '/contacts/imports/1/mapping': ['x'],
  '/reports': ['days', 'from', 'to'],
  '/reports/days.csv': ['days', 'from', 'to'],
  '/quick-messages': ['before'],
  '/quick-messages/new': ['matching', 'contacts', 'body', 'q', 'number', 'token'],
  '/unknown-senders': ['after'],
  '/unknown-senders/spam': ['after'],
  '/unknown-senders/blocked': ['after'],
  '/unknown-senders/:sender/link': ['q'],
  '/notifications': ['before'],
  '/notifications/in/1': ['x'],
  '/account/notifications': ['saved'],
  '/settings/users': ['q', 'status', 'role', 'after'],
  '/settings/users/1': ['saved'],
  '/settings/roles/new': ['from'],
  '/settings/deliveries': ['refusals', 'misfits'],
  '/settings/templates': ['q'],
  '/settings/templates/1': ['x'],
  '/conversations/:id/templates': ['q'],
  '/settings/general': ['saved'],
  '/settings/conversations': ['saved'],
  '/settings/routing-tables/1/rows/new': ['otherwise'],
  '/settings/routing-tables/1/trial': ['q', 'contact', 'value.first-name', 'value.created'],
  '/settings/routing-tables/1/forecast': ['of'],
  '/phones': ['q'],
  '/phones/open': ['number'],
  '/live/changes': ['since'],
  '/login': ['next', 'changed'],
  '/settings/mail': ['before'],
  '/account': ['saved'],
  '/forgotten': ['asked'],
  '/passwords/none': ['x'],
  '/invitations/none': ['x'],
};

const at = (path: string) => path.replace(':id', String(id)).replace(':sender', String(sender));
/** What an address may say of a name: something odd, the name twice, the name with a key. */
const oddly = (name: string): string[][][] => [
  ...odd.map((value) => [[name, value]]),
  ...twice.map((values) => values.map((value) => [name, value])),
  ...twice.map(([value]) => [[`${name}[a]`, value!]]),
];
const fine = (status: number) => status < 500 || status === 503;

test.each(Object.entries(pages))('GET %s makes sense of anything', async (path, names) => {
  const avery = await parley.as('avery');
  const broken: string[] = [];
  for (const name of names)
    for (const query of oddly(name)) {
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
  '/contacts/views': ['name', 'query'],
  '/contacts': ['firstName', 'lastName', 'email', 'externalId', 'contactTypeId', 'numbers', 'labels', 'numbers[]'],
  '/contacts/1': [
    ...['firstName', 'lastName', 'email', 'contactTypeId', 'numbers', 'labels', 'shown', 'step', 'p999999999'],
    ...['p1', 'p1[]', 'p2', 'p4', 'p4.street', 'p4.zip', 'p4.nowhere', 'p5', 'p5[]', 'p5.was'],
  ],
  '/contacts/1/merge/2': ['seen', 'firstName', 'lastName', 'email', 'p1', 'p4', 'p5', 'p999999999'],
  '/contacts/edits': [
    ...['contacts', 'matching', 'view', 'contactTypeId', 'token', 'step', 'do.p1', 'p1', 'do.p2', 'p2'],
    ...['do.p4', 'p4.street', 'do.p5', 'p5', 'p5[]', 'p5.was'],
  ],
  '/contacts/imports': ['token', 'file'],
  '/contacts/imports/1/mapping': [
    ...['contactTypeId', 'hasHeader', 'matchBy', 'treatment', 'clears', 'columns', 'columns[]', 'step'],
    ...['agreed', 'source', 'agreedOn'],
  ],
  '/contacts/1/hold': ['reason', '_method'],
  '/contacts/1/erasure': ['confirmation', 'confirmation[]'],
  '/settings/privacy': ['conversationMonths', 'contactMonths'],
  '/settings/privacy/pause': ['reason', '_method'],
  '/settings/contact-types': ['name', 'accent'],
  '/settings/contact-types/1': ['name', 'accent', '_method'],
  '/settings/contact-types/1/position': ['to'],
  '/settings/contact-types/1/properties': ['name', 'kind', 'choices', 'mostUsers', 'routingTableId', 'isRequired'],
  '/settings/contact-types/1/properties/1': ['name', 'choices', 'isRequired'],
  '/settings/contact-types/1/properties/5': ['name', 'mostUsers', 'routingTableId', 'isRequired'],
  '/settings/contact-types/1/properties/1/position': ['to'],
  '/settings/contact-types/1/properties/1/archival': ['_method'],
  '/contacts/1/consent': ['number', 'change', 'reason', 'agreed'],
  '/settings/conversations/keywords': ['stop', 'start', 'help', 'optOutConfirmation', 'helpAnswer'],
  '/quick-messages': ['contacts', 'contacts[]', 'body', 'number', 'token'],
  '/quick-messages/preview': ['contacts', 'body', 'q', 'add', 'remove', 'step', 'template', 'example', 'number'],
  '/unknown-senders/:sender/link': ['contact'],
  '/unknown-senders/spam': ['ids', 'ids[]', '_method'],
  '/unknown-senders/:sender/block': ['reason', '_method'],
  '/unknown-senders/:sender/opt-out': ['from'],
  '/unknown-senders/:sender/wish': ['from', '_method'],
  '/unknown-senders/:sender/contact': ['firstName', 'contactTypeId', 'numbers', 'labels'],
  '/settings/users/invitations': ['email', 'name', 'role'],
  '/settings/users/1': ['role', 'openLimit'],
  '/settings/users/1/absence': ['away', 'awayFrom', 'awayUntil', 'standIn'],
  '/settings/users/1/deactivation': ['heir'],
  '/settings/roles': ['name', 'permissions', 'permissions[]'],
  '/settings/roles/3': ['name', 'permissions', 'was', 'wasNamed', '_method'],
  '/settings/templates': ['name', 'body'],
  '/settings/templates/1': ['name', 'body', 'version', '_method'],
  '/settings/templates/preview': ['body', 'example', 'id'],
  '/account/templates': ['name', 'body', 'body[]'],
  '/conversations/:id/templates': ['body', 'template', 'field'],
  '/settings/general': ['name', 'country', 'timeZone'],
  '/settings/conversations': ['limit', 'unit', 'allowsAutoAssignment'],
  '/settings/numbers': ['number', 'label', 'optOutAnswers', 'segmentsPerMinute'],
  '/settings/numbers/1': ['label', 'optOutAnswers', 'segmentsPerMinute', '_method'],
  '/settings/routing-tables': ['name'],
  '/settings/routing-tables/1': ['name', 'version'],
  '/settings/routing-tables/1/rows': [
    ...['version', 'step', 'isOtherwise', 'joined', 'givesTo', 'users'],
    ...['field', 'operator', 'value', 'from', 'list', 'was'].map((name) => `c0.${name}`),
  ],
  '/settings/routing-tables/1/rows/1': ['version', 'step', 'users', 'c7.field', '_method'],
  '/settings/routing-tables/1/rows/1/position': ['to', 'place', 'version'],
  '/settings/routing-tables/1/upload': ['csv', 'version', 'replace'],
  '/settings/routing-tables/1/forecast': ['of'],
  '/phones/16175550111/texts': ['body', 'to', 'picture'],
  '/phones/16175550111/power': ['off'],
  '/notifications/reading': ['upTo', 'before'],
  '/account/notifications': ['on'],
  '/account/notifications/browsers': ['endpoint', 'p256dh', 'auth'],
  '/account/notifications/browsers/renewal': ['endpoint', 'p256dh', 'auth', 'former'],
  '/preferences': ['enterSends'],
  '/program': ['program'],
  '/login': ['email', 'password', 'next'],
  '/forgotten': ['email'],
  '/account': ['name'],
  '/account/absence': ['away', 'awayFrom', 'awayUntil', 'standIn'],
  '/account/password': ['currentPassword', 'newPassword'],
};
const subscription = {
  endpoint: 'https://push.example.com/a',
  p256dh: newVapidKeys().publicKey,
  auth: 'BTBZMqHH6r4Tts7J_aSIgg',
};
const rest: Record<string, Record<string, string>> = {
  '/conversations/:id/messages': { body: 'Hello' },
  '/conversations/:id/notes': { body: 'Hello' },
  '/conversations/bulk': { action: 'assign', ids: '1' },
  '/saved-views': { name: 'Mine', query: 'q=a' },
  '/contacts/views': { name: 'Mine', query: 'q=a' },
  '/contacts': { firstName: 'A', contactTypeId: '1', numbers: '6175550133' },
  '/contacts/1': { firstName: 'A', contactTypeId: '1', numbers: '6175550133' },
  // Not as they were when the form was made, so that they stay two.
  '/contacts/1/merge/2': { seen: '1-1' },
  '/quick-messages': { contacts: '1', body: 'Hello' },
  '/quick-messages/preview': { contacts: '1', body: 'Hello {{First Name}}' },
  '/contacts/edits': { contacts: '1', contactTypeId: '1', 'do.p2': 'set', p2: 'Art' },
  '/contacts/imports/1/mapping': { contactTypeId: '1', agreed: '1', agreedOn: '2026-01-15', source: 'Fair' },
  '/settings/contact-types': { name: 'Odd', accent: 'teal' },
  '/settings/contact-types/1': { name: 'Applicant', accent: 'teal' },
  '/settings/contact-types/1/properties': { kind: 'user-relationship', name: 'Odd', mostUsers: '1' },
  '/settings/contact-types/1/properties/1': { name: 'Entry term', choices: 'Fall' },
  '/settings/contact-types/1/properties/5': { name: 'Recruiter', mostUsers: '1' },
  '/settings/users/invitations': { email: 'somebody@n.example', role: '4' },
  '/settings/users/1/absence': { away: '1' },
  '/settings/roles': { name: 'Odd' },
  '/settings/roles/3': { name: 'Odd' },
  '/settings/templates': { name: 'Hello', body: 'Hello {{First Name}}' },
  '/settings/templates/1': { name: 'Hello', body: 'Hello {{First Name}}' },
  '/account/templates': { name: 'Hello', body: 'Hello' },
  '/settings/general': { name: 'Northfield', country: 'US', timeZone: 'America/New_York' },
  '/settings/numbers': { label: 'A', optOutAnswers: 'parley', segmentsPerMinute: '60', number: '2025550177' },
  '/settings/numbers/1': { label: 'A', optOutAnswers: 'parley', segmentsPerMinute: '60' },
  '/settings/routing-tables/1/upload': { csv: 'Match,Assigns,Users\notherwise,one,dana@n.example', replace: '1' },
  '/account/notifications/browsers': subscription,
  '/account/notifications/browsers/renewal': subscription,
  '/login': { email: 'nobody@n.example', password: 'wrong' },
  '/account/absence': { away: '1' },
  '/account/password': { currentPassword: 'wrong', newPassword: 'wrong' },
};

test('a form that arrives without its fields, as from a program that sends another kind of body, destroys nothing', async () => {
  const avery = await parley.as('avery');
  const { dana } = parley.cast;
  await avery.post(at('/conversations/:id/assignment'), { assignee: dana.id });
  await avery.post(at('/conversations/:id/draft'), { body: 'Half a sentence' });
  await avery.post('/settings/privacy', { conversationMonths: '24', contactMonths: '60' });
  const words = { stop: 'END', start: 'AGAIN', help: 'HELP' };
  const answers = { optOutConfirmation: 'Bye.', optInConfirmation: 'Hello.', helpAnswer: 'Text us.' };
  await avery.post('/settings/conversations/keywords', { ...words, ...answers });
  const contact = {
    firstName: 'Maya',
    lastName: 'Odd',
    contactTypeId: '1',
    email: 'maya@mail.example',
    numbers: number,
  };
  await avery.post('/contacts/1', contact);
  const field = { name: 'Recruiter', mostUsers: '3', routingTableId: '1' };
  await avery.post('/settings/contact-types/1/properties/5', field);

  const kept = () =>
    Promise.all(
      [
        'SELECT assignee_id FROM conversations WHERE assignee_id IS NOT NULL',
        'SELECT body FROM drafts',
        'SELECT conversation_months, contact_months FROM retention_schedules',
        'SELECT keywords, help_answer FROM programs',
        'SELECT first_name, last_name, email FROM contacts WHERE id = 1',
        'SELECT number, label FROM phone_numbers WHERE contact_id = 1',
        'SELECT most_users, routing_table_id FROM contact_properties WHERE id = 5',
      ].map((sql) => parley.rows(sql)),
    );
  const before = await kept();
  expect(before.slice(0, 3)).toMatchObject([
    [{ assignee_id: dana.id }],
    [{ body: 'Half a sentence' }],
    [{ conversation_months: 24, contact_months: 60 }],
  ]);
  expect(before.at(-1)).toEqual([{ most_users: 3, routing_table_id: 1 }]);

  const incomplete: Record<string, Record<string, string>> = {
    '/conversations/:id/assignment': {},
    '/conversations/:id/draft': {},
    '/settings/privacy': { conversationMonths: '24' },
    '/settings/conversations/keywords': answers,
    '/contacts/1': { contactTypeId: '1' },
    '/settings/contact-types/1/properties/5': { name: 'Recruiter' },
  };
  const statuses: number[] = [];
  for (const [path, fields] of Object.entries(incomplete)) statuses.push((await avery.post(at(path), fields)).status);
  expect(statuses).toEqual([422, 422, 422, 422, 303, 303]);
  expect(await kept()).toEqual(before);
  expect((await avery.post(at('/conversations/:id/assignment'), { assignee: '' })).status).toBe(303);
});

test.each(Object.entries(forms))('POST %s makes sense of anything', async (path, names) => {
  const broken: string[] = [];
  const avery = path === '/login' ? parley.stranger() : await parley.as('avery');
  for (const name of names)
    for (const said of [...odd.map((value) => [value]), ...twice]) {
      const { status } = await avery.post(at(path), { ...rest[path], [name]: said });
      if (!fine(status)) broken.push(`${status} ${name}=${said.length}×${said[0]!.slice(0, 30)}`);
    }
  expect(broken).toEqual([]);
});
