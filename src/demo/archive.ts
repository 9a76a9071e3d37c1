import { ConsentChange } from '../consent/consent-change.js';
import { OptOut } from '../consent/opt-out.js';
import { OptOutWish } from '../consent/opt-out-wish.js';
import { Conversation } from '../conversations/conversation.js';
import { Message } from '../conversations/message.js';
import { Note } from '../conversations/note.js';
import { UnwantedNumber } from '../conversations/unwanted-number.js';
import type { Database } from '../database/database.js';
import { Event } from '../events/event.js';
import type { ProgramNumber } from '../programs/program-number.js';
import { PhoneText } from '../simulator/phone-text.js';
import type { Bulk } from './bulk.js';
import type { Retelling } from './retelling.js';

interface Told {
  line: ProgramNumber;
  retelling: Retelling;
}

/** Keeps what was retold. Rows get their ids by time, as if they had been written when it happened. */
export class Archive {
  constructor(
    private readonly database: Database,
    private readonly bulk: Bulk,
  ) {}

  async keep(told: Told[]) {
    const retellings = told.map(({ retelling }) => retelling);
    await this.conversations(retellings);
    await this.consent(retellings);
    await this.bulk.insertValues(
      'unreads',
      ['user_id', 'conversation_id', 'program_id'],
      retellings.flatMap(({ conversation: { id, programId }, unreadBy }) =>
        unreadBy.map(({ userId }) => [userId, id, programId]),
      ),
    );
    await this.telephones(told);
  }

  private async conversations(retellings: Retelling[]) {
    const conversations = retellings.map(({ conversation }) => conversation);
    for (const conversation of conversations) conversation.createdAt = beginningOf(conversation);
    await this.bulk.number('conversations', conversations.sort(by('createdAt')));
    const messages = gathered(conversations, 'messages');
    const events = gathered(conversations, 'events');
    await this.bulk.number('messages', messages);
    for (const { aboutMessage } of retellings) for (const [event, { id }] of aboutMessage) event.messageId = id;
    for (const conversation of conversations)
      conversation.lastMessageId = conversation.made.messages.toSorted(by('at')).at(-1)?.id ?? null;
    await this.bulk.insert(Conversation, conversations.map(columnsOf));
    await this.bulk.insert(Message, messages);
    await this.bulk.insert(Note, gathered(conversations, 'notes'));
    await this.bulk.insert(Event, events);
    const unwanted = retellings.flatMap((retelling) => retelling.unwanted ?? []);
    if (unwanted.length) await this.database.manager.insert(UnwantedNumber, unwanted);
  }

  private async consent(retellings: Retelling[]) {
    const wishes = retellings.flatMap(({ wishes, program, conversation: { number } }) =>
      wishes.map(({ message, rule }) => OptOutWish.found(rule, message.id, number, program, message.at)),
    );
    await this.database.insertAll(OptOutWish, wishes);
    const changes = retellings
      .flatMap(({ conversation: { id: conversationId, programId, number }, keywords }) =>
        keywords.map((keyword) => ({ ...keyword, programId, number, conversationId, source: 'keyword' as const })),
      )
      .sort(by('at'));
    if (changes.length) await this.database.manager.insert(ConsentChange, changes);
    const last = new Map(changes.map((change) => [change.number, change]));
    for (const { change, programId, number, at } of last.values())
      if (change === 'opt-out') await this.database.manager.insert(OptOut, { programId, number, since: at });
  }

  // The simulator's telephones show the same texts, as far as they arrived.
  private async telephones(told: Told[]) {
    const texts = told.flatMap(({ line, retelling: { conversation, messages, keywords } }) => {
      const between = { phone: conversation.number, programNumber: line.number, state: 'done' as const };
      return [
        ...keywords.map(({ word, providerId, at }) =>
          PhoneText.of({ ...between, direction: 'from-phone', body: word, providerId, at }),
        ),
        ...messages
          .filter(({ status }) => status === 'received' || status === 'delivered')
          .map(({ isInbound, body, at, providerId, clientRef }) =>
            PhoneText.of({
              ...between,
              ...{ direction: isInbound ? 'from-phone' : 'to-phone', body, at },
              ...{ providerId: providerId!, clientRef: clientRef ?? null },
            }),
          ),
      ];
    });
    await this.bulk.insert(PhoneText, texts.sort(by('at')));
  }
}

const by =
  <Key extends 'at' | 'createdAt'>(key: Key) =>
  (one: Record<Key, Date>, other: Record<Key, Date>) =>
    one[key].getTime() - other[key].getTime();

const beginningOf = ({ made }: Conversation) => [...made.messages, ...made.events].sort(by('at'))[0]!.at;

/** Everything of one kind in all conversations, oldest first. */
function gathered<Kind extends 'messages' | 'notes' | 'events'>(conversations: Conversation[], kind: Kind) {
  const rows = conversations.flatMap(({ id: conversationId, programId, made }) =>
    made[kind].map((row) => Object.assign(row, { conversationId, programId })),
  );
  return rows.sort(by('at')) as Conversation['made'][Kind];
}

function columnsOf(conversation: Conversation): Conversation {
  const { contact, programNumber, assignee, news, made, ...columns } = conversation;
  void [contact, programNumber, assignee, news, made];
  return Object.assign(new Conversation(), columns);
}
