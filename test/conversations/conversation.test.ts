import { beforeEach, describe, expect, test } from '@jest/globals';
import { Conversation, longestText } from '../../src/conversations/conversation.js';
import { longestNote } from '../../src/conversations/note.js';
import { Message } from '../../src/conversations/message.js';
import { ProgramNumber } from '../../src/programs/program-number.js';
import { NotAllowed, Refusal } from '../../src/refusal.js';
import { member } from '../support/people.js';

const jordan = member('Jordan', 1, 'Lead');
const dana = member('Dana', 2, 'Counselor');
const sam = member('Sam', 3, 'Counselor');
const riley = member('Riley', 4, 'Viewer');
const now = new Date('2026-11-20T15:00:00Z');
const later = new Date('2026-11-20T15:05:00Z');
let conversation: Conversation;

const kinds = () => conversation.made.events.map(({ kind }) => kind);
const hears = (text: string, at = now) => conversation.receive(Message.receive(text, null, at, at), at);

beforeEach(() => {
  const ours = Object.assign(ProgramNumber.of(1, '+12025550100', 'Main line', true), { id: 1 });
  conversation = Conversation.between(ours, { id: 7 }, '+16175550111', now);
});

describe('opening', () => {
  test('a text opens it, and waits for an answer from then on', () => {
    hears('Hello');
    expect(conversation).toMatchObject({ status: 'open', isListed: true, waitingSince: now, unassignedSince: now });
    expect(kinds()).toEqual(['received', 'opened']);
  });

  test('a second text opens nothing again, and the waiting began with the first', () => {
    hears('Hello');
    hears('Anybody?', later);
    expect(conversation.waitingSince).toEqual(now);
    expect(kinds()).toEqual(['received', 'opened', 'received']);
  });

  test('an unknown sender’s text waits, but opens nothing', () => {
    const ours = Object.assign(ProgramNumber.of(1, '+12025550100', 'Main line', true), { id: 1 });
    conversation = Conversation.between(ours, null, '+16175550111', now);
    hears('Hello');
    expect(conversation).toMatchObject({ status: 'unopened', isListed: false, waitingSince: now });
    expect(kinds()).toEqual(['unknown-text']);
  });

  test('a resolved one opens again when they write, and keeps its assignee', () => {
    hears('Hello');
    conversation.assignTo(dana, jordan, now);
    conversation.resolve(dana, now);
    hears('One more thing', later);
    expect(conversation).toMatchObject({ status: 'open', assigneeId: 2, unassignedSince: null });
    expect(kinds().slice(-2)).toEqual(['received', 'reopened']);
  });
});

describe('answering', () => {
  beforeEach(() => hears('Hello'));

  test('a reply is queued and ends the waiting', () => {
    conversation.reply('  Hi!\r\nWelcome. ', jordan, later);
    expect(conversation.made.messages.at(-1)).toMatchObject({
      body: 'Hi!\nWelcome.',
      status: 'queued',
      authorId: 1,
      direction: 'outbound',
    });
    expect(conversation.waitingSince).toBeNull();
  });

  test('an automatic answer ends no waiting', () => {
    conversation.answer('We are closed.', 'answer', later);
    expect(conversation.waitingSince).toEqual(now);
  });

  test.each([
    ['', 'Write a text first.'],
    [' \n ', 'Write a text first.'],
    ['\u200b\u202e', 'Write a text first.'],
    ['\0', 'Write a text first.'],
    ['x'.repeat(longestText + 1), `That is 1001 characters; a text can have 1000.`],
  ])('nothing, blanks and too much are refused beside the field', (body, sentence) => {
    expect(() => conversation.reply(body, jordan, now)).toThrow(new Refusal(sentence, 'body'));
    expect(conversation.made.messages.filter((message) => !message.isInbound)).toEqual([]);
  });

  test('a thousand characters are sent', () => {
    conversation.reply('x'.repeat(longestText), jordan, now);
    expect(conversation.made.messages).toHaveLength(2);
  });

  test('a note may be longer than a text, and is refused as a note', () => {
    conversation.note('x'.repeat(longestNote), jordan, now);
    expect(conversation.made.notes).toHaveLength(1);
    const tooLong = new Refusal('That is 5001 characters; a note can have 5000.', 'body');
    expect(() => conversation.note('x'.repeat(longestNote + 1), jordan, now)).toThrow(tooLong);
    for (const nothing of [' ', '\u200b'])
      expect(() => conversation.note(nothing, jordan, now)).toThrow('Write a note first.');
  });

  test('a resolved one must be reopened first', () => {
    conversation.resolve(jordan, now);
    expect(() => conversation.reply('Hi', jordan, now)).toThrow('Reopen this conversation');
  });

  test('a counselor answers what is theirs and nothing else; a viewer nothing', () => {
    conversation.assignTo(dana, jordan, now);
    expect(() => conversation.reply('Hi', dana, now)).not.toThrow();
    expect(() => conversation.reply('Hi', sam, now)).toThrow(NotAllowed);
    expect(() => conversation.reply('Hi', riley, now)).toThrow(NotAllowed);
    expect(() => conversation.note('Psst', sam, now)).toThrow(NotAllowed);
    expect(() => conversation.resolve(riley, now)).toThrow(NotAllowed);
    expect(() => conversation.assignTo(sam, sam, now)).toThrow(NotAllowed);
  });
});

describe('handing on', () => {
  beforeEach(() => hears('Hello'));

  test('says who had it and who has it', () => {
    conversation.assignTo(dana, jordan, now, { note: 'Knows her school' });
    conversation.assignTo(sam, dana, later);
    expect(conversation.made.events.slice(-2)).toMatchObject([
      { kind: 'assigned', assigneeId: 2, wasAssigneeId: null, byUserId: 1, particulars: { note: 'Knows her school' } },
      { kind: 'assigned', assigneeId: 3, wasAssigneeId: 2, byUserId: 2, particulars: null },
    ]);
  });

  test('to whom it is already is nothing new', () => {
    conversation.assignTo(dana, jordan, now);
    conversation.assignTo(dana, jordan, later);
    expect(kinds().filter((kind) => kind === 'assigned')).toHaveLength(1);
  });

  test('to whom it is already, with a note, is for the sake of the note', () => {
    conversation.assignTo(dana, jordan, now);
    conversation.assignTo(dana, jordan, later, { note: 'Please today' });
    expect(conversation.made.events.at(-1)).toMatchObject({ kind: 'assigned', particulars: { note: 'Please today' } });
  });

  test('the wait for an answer is announced by itself when all that was announced is that it was nobody’s', () => {
    conversation.reply('Hi', jordan, now);
    conversation.isEscalated = true;
    hears('One more thing', later);
    conversation.assignTo(dana, jordan, later);
    expect(conversation.isEscalated).toBe(false);
  });

  test('what was announced to wait for an answer stays announced, whoever gets it', () => {
    conversation.isEscalated = true;
    conversation.assignTo(dana, jordan, later);
    conversation.assignTo(null, dana, later);
    conversation.assignTo(sam, jordan, later);
    expect(conversation.isEscalated).toBe(true);
  });

  test('back to nobody makes it wait for somebody', () => {
    conversation.assignTo(dana, jordan, now);
    expect(conversation.unassignedSince).toBeNull();
    conversation.assignTo(null, dana, later);
    expect(conversation).toMatchObject({ assigneeId: null, unassignedSince: later });
  });
});

test('resolving twice, and reopening what is open, is nothing new', () => {
  hears('Hello');
  conversation.resolve(jordan, now);
  conversation.resolve(jordan, now);
  conversation.reopen(jordan, later);
  conversation.reopen(jordan, later);
  expect(kinds()).toEqual(['received', 'opened', 'resolved', 'reopened']);
  expect(conversation.unassignedSince).toEqual(later);
});
