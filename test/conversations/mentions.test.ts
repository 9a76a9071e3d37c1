import { beforeEach, describe, expect, test } from '@jest/globals';
import { Conversation } from '../../src/conversations/conversation.js';
import { mentionedIn, partsOf } from '../../src/conversations/mentions.js';
import { Message } from '../../src/conversations/message.js';
import { ProgramNumber } from '../../src/programs/program-number.js';
import { member } from '../support/people.js';

const dana = { userId: 1, name: 'Dana Whitfield' };
const sam = { userId: 2, name: 'Sam Okafor' };
const zoe = { userId: 3, name: 'Zoë Núñez' };
const anna = { userId: 4, name: 'Anna Lee' };
const annaMarie = { userId: 5, name: 'Anna Lee O’Neil' };
const people = [dana, sam, zoe, anna, annaMarie];
const namesIn = (body: string) => mentionedIn(body, people).map(({ name }) => name);

describe('who is mentioned', () => {
  test.each([
    ['@Dana Whitfield, call her', ['Dana Whitfield']],
    ['Ask @Dana.', ['Dana Whitfield']],
    ['@DANA and @sam okafor', ['Dana Whitfield', 'Sam Okafor']],
    ['@Dana @Dana Whitfield', ['Dana Whitfield']],
    ['(@Sam)', ['Sam Okafor']],
    ['@Dana’s idea', ['Dana Whitfield']],
    ['@zoe nunez', ['Zoë Núñez']],
    ['@Zoe\u0308 Nu\u0301n\u0303ez!', ['Zoë Núñez']],
    ["@Anna Lee O'Neil", ['Anna Lee O’Neil']],
    ['@Anna Lee', ['Anna Lee']],
    ['@Dana\nWhitfield', ['Dana Whitfield']],
  ])('%j mentions %j', (body, names) => expect(namesIn(body)).toEqual(names));

  test.each([
    'Dana Whitfield',
    'dana@n.example',
    'info@dana.example',
    '@Danae',
    '@Dana-Lou',
    '@Whitfield',
    '@',
    '@ Dana',
    '@Anna',
  ])('%j mentions nobody', (body) => expect(namesIn(body)).toEqual([]));

  test('two of the same name are both meant, because nobody can tell', () => {
    const twins = [dana, { userId: 9, name: 'Dana Whitfield' }];
    expect(mentionedIn('@Dana Whitfield', twins)).toEqual(twins);
    expect(mentionedIn('@Dana', twins)).toEqual([]);
  });
});

test('only what mentions somebody is marked, and no letter is lost', () => {
  const body = 'Ünder @zoe NÚÑEZ’s desk, @home or a@b? 😀 @Sam';
  const parts = partsOf(body, people);
  expect(parts.map(({ text }) => text).join('')).toBe(body);
  expect(parts.filter(({ isMention }) => isMention).map(({ text }) => text)).toEqual(['@zoe NÚÑEZ', '@Sam']);
});

describe('a note in a conversation', () => {
  const now = new Date('2026-11-20T15:00:00Z');
  const jordan = member('Jordan Reyes', 1, 'Lead');
  const [counselor, other, viewer] = [
    member('Dana Whitfield', 2, 'Counselor'),
    member('Sam Okafor', 3, 'Counselor'),
    member('Riley Brooks', 4, 'Viewer'),
  ];
  let conversation: Conversation;
  const noted = (body: string) => {
    conversation.note(body, jordan, now, null, [jordan, counselor, other, viewer]);
    return conversation.made.events.slice(2).map(({ kind, particulars }) => ({ kind, particulars }));
  };

  beforeEach(() => {
    const ours = Object.assign(ProgramNumber.of(1, '+12025550100', 'Main line', true), { id: 1 });
    conversation = Conversation.between(ours, { id: 7 }, '+16175550111', now);
    conversation.receive(Message.receive('Hello', null, now, now), now);
    conversation.assigneeId = counselor.userId;
  });

  test('tells those whom it mentions and who can see it; never its author', () =>
    expect(noted('@Dana, @Riley, @Jordan: look')).toEqual([{ kind: 'noted', particulars: { mentions: [2, 4] } }]));

  test('says of the others that they were not told', () =>
    expect(noted('@Sam Okafor and @Dana')).toEqual([
      { kind: 'noted', particulars: { mentions: [2] } },
      { kind: 'not-told', particulars: { notTold: ['Sam Okafor'] } },
    ]));

  test('without a mention tells nobody', () =>
    expect(noted('Call her')).toEqual([{ kind: 'noted', particulars: null }]));
});
