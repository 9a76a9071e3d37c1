import { describe, expect, test } from '@jest/globals';
import { Event, type Kind } from '../../src/events/event.js';
import { bundled, headline } from '../../src/notifications/bundle.js';
import { Listener } from '../../src/notifications/listener.js';
import { newsIn } from '../../src/notifications/news.js';
import { lineOf, type NoticeRow } from '../../src/notifications/notice-line.js';
import { notificationKinds, type NotificationKind } from '../../src/notifications/notification.js';
import { kindsFor } from '../../src/notifications/notification-choice.js';
import { startingRoles } from '../../src/people/permissions.js';
import { member } from '../support/people.js';

const [dana, jordan] = [2, 1];
const at = new Date('2026-11-20T15:00:00Z');
const happened = (kind: Kind, assigneeId: number | null, own: Partial<Event> = {}) =>
  Event.of(kind, { programId: 1, at, assigneeId, wasAssigneeId: assigneeId, ...own });
const told = (events: Event[], failed?: Map<Event, number>) =>
  newsIn(events, failed).map(({ kind, userIds, forAssigners }) => [kind, ...userIds, ...(forAssigners ? ['all'] : [])]);

const as = (role: string, userId: number) =>
  new Listener(userId, 1, startingRoles.find(({ name }) => name === role)!.permissions);

describe('what is news, and for whom', () => {
  test.each<[string, Event[], unknown]>([
    ['a text of an assigned conversation', [happened('received', dana)], [['text', dana]]],
    ['a text that nobody has', [happened('received', null)], [['unassigned-text', 'all']]],
    ['an assignment', [happened('assigned', dana, { wasAssigneeId: null })], [['assigned', dana]]],
    ['an assignment to nobody', [happened('assigned', null)], []],
    ['one that waits too long', [happened('overdue', dana)], [['waiting', dana, 'all']]],
    ['one that waits for anybody', [happened('overdue', null)], [['waiting', 'all']]],
    ['a note', [happened('noted', dana)], []],
    [
      'a note that mentions',
      [happened('noted', null, { particulars: { mentions: [dana, 5] } })],
      [['mention', dana, 5]],
    ],
    ['a reply, a resolution', [happened('queued', dana), happened('resolved', dana)], []],
    ['a text that arrived', [happened('delivery', dana)], []],
    [
      'a text that opened it and was routed',
      [happened('received', null), happened('opened', null), happened('assigned', dana)],
      [
        ['assigned', dana],
        ['text', dana],
      ],
    ],
    ['one that was routed past somebody', [happened('assigned', 9), happened('assigned', dana)], [['assigned', dana]]],
  ])('%s', (_, events, expected) => expect(told(events)).toEqual(expected));

  test('a text that failed is its author’s', () => {
    const event = happened('delivery', dana);
    expect(told([event], new Map([[event, jordan]]))).toEqual([['failed', jordan]]);
  });
});

describe('how somebody is told', () => {
  const opened = newsIn([happened('received', null), happened('opened', null), happened('assigned', dana)]);
  const heard = (listener: Listener, news = opened) =>
    listener.hear(news).map(({ news: { kind }, inApp, byMail }) => ({ kind, inApp, byMail }));

  test('a text that opens and is assigned: once, of the assignment', () =>
    expect(heard(as('Counselor', dana))).toEqual([{ kind: 'assigned', inApp: true, byMail: true }]));

  test('who does not want to hear of assignments there hears of the text there', () => {
    const listener = as('Counselor', dana);
    listener.choose('assigned', 'email', false);
    expect(heard(listener)).toEqual([
      { kind: 'assigned', inApp: true, byMail: false },
      { kind: 'text', inApp: false, byMail: true },
    ]);
  });

  test('a browser, where one is on, is a way of its own', () => {
    const permissions = startingRoles.find(({ name }) => name === 'Counselor')!.permissions;
    const rings = (listener: Listener) => listener.hear(opened).map(({ byPush }) => byPush);
    expect(rings(new Listener(dana, 1, permissions))).toEqual([false]);
    expect(rings(new Listener(dana, 1, permissions, true))).toEqual([true]);
    const choosy = new Listener(dana, 1, permissions, true);
    choosy.choose('assigned', 'push', false);
    expect(rings(choosy)).toEqual([false, true]);
    expect(['waiting', 'unassigned-text'].map((kind) => choosy.wants(kind as NotificationKind, 'push'))).toEqual([
      false,
      false,
    ]);
  });

  test('who wants to hear of nothing hears of nothing', () => {
    const listener = as('Counselor', dana);
    for (const kind of ['assigned', 'text'] as const)
      for (const channel of ['app', 'email'] as const) listener.choose(kind, channel, false);
    expect(heard(listener)).toEqual([]);
  });

  test('a text that nobody has: for those who assign, by the bell alone', () => {
    const news = newsIn([happened('received', null)]);
    expect(heard(as('Lead', jordan), news)).toEqual([{ kind: 'unassigned-text', inApp: true, byMail: false }]);
    expect(heard(as('Counselor', dana), news)).toEqual([]);
    expect(heard(as('Viewer', 4), news)).toEqual([]);
  });
});

test('each is offered what their role can bring them', () => {
  expect(kindsFor(member('Jordan', 1, 'Lead'))).toEqual(Object.keys(notificationKinds));
  expect(kindsFor(member('Dana', 2, 'Counselor'))).toEqual([
    ...['text', 'assigned', 'mention', 'waiting', 'failed', 'campaign'],
  ]);
  expect(kindsFor(member('Riley', 4, 'Viewer'))).toEqual(['mention']);
});

describe('an e-mail', () => {
  const reader = member('Dana', dana, 'Counselor');
  const row = (
    id: number,
    kind: NotificationKind,
    conversationId: number,
    own: Partial<NoticeRow> = {},
  ): NoticeRow => ({
    id,
    kind,
    at,
    read_at: null,
    conversation_id: conversationId,
    actor: 'Jordan Reyes',
    particulars: null,
    first_name: 'Maya',
    last_name: 'Lindqvist',
    number: '+16175550111',
    accent: 'teal',
    body: `Text ${id}`,
    direction: 'inbound',
    status: 'received',
    note: null,
    campaign_id: null,
    campaign_kind: null,
    campaign_name: null,
    event_kind: 'received',
    ...own,
  });
  const letter = (rows: NoticeRow[]) =>
    bundled(
      rows.map((each) => lineOf(each, reader)),
      reader,
      (path) => `https://texts.example.edu${path}`,
    );

  test('tells of a conversation once, with its texts and where to answer', () => {
    const { to, subject, body } = letter([
      row(1, 'text', 7),
      row(2, 'text', 7),
      row(3, 'text', 8, { first_name: 'Leo' }),
    ]);
    expect(to).toEqual({ name: 'Dana', address: 'Dana@n.example' });
    expect(subject).toBe('3 new texts for you');
    expect(body).toContain(
      'Maya Lindqvist texted:\n  “Text 1”\nMaya Lindqvist texted:\n  “Text 2”\nhttps://texts.example.edu/conversations/7\n',
    );
    expect(body.match(/conversations\/8\n/g)).toHaveLength(1);
    expect(body).toContain('\nhttps://texts.example.edu/account/notifications\n');
  });

  test('never grows without end', () => {
    const { body, subject } = letter(Array.from({ length: 400 }, (_, place) => row(place, 'text', place % 50)));
    expect(subject).toBe('400 new texts for you');
    expect(body.match(/conversations\/\d+/g)).toHaveLength(20);
    expect(body).toContain('And 30 more conversations:');
    expect(body).toContain('3 earlier, and:');
  });

  test('keeps every name and text on a line of its own', () => {
    const { subject, body } = letter([row(1, 'mention', 7, { actor: 'Eve\r\nBcc: all@x.example', note: 'a\n\n.\nb' })]);
    expect(subject).toBe('You were mentioned in a note');
    expect(body).toContain('Eve Bcc: all@x.example mentioned you in a note on Maya Lindqvist:\n  “a . b”\n');
  });

  test.each<[NotificationKind[], string]>([
    [['text'], 'A new text for you'],
    [['text', 'unassigned-text'], '2 new texts for you'],
    [['assigned'], 'A conversation was assigned to you'],
    [['assigned', 'text'], '2 notifications for you'],
    [['failed', 'failed'], '2 texts of yours were not delivered'],
    [['waiting'], 'A conversation has waited too long'],
  ])('%j: %s', (kinds, subject) => expect(headline(kinds.map((kind) => ({ kind })))).toBe(subject));
});
