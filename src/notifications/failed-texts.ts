import { failures } from '../conversations/message-status.js';
import { marks } from '../database/condition.js';
import type { Database } from '../database/database.js';
import type { Event } from '../events/event.js';
import { Campaign } from '../marketing/campaign.js';
import { fewRecipients } from './news.js';

const isBad = `message.status IN (${failures.map((status) => `'${status}'`).join()})`;

export interface Failed {
  /** Replies that did not arrive, with their authors. */
  texts: Map<Event, number>;
  /** Texts of Quick Messages to a few people. What is sent to many has its results, and its end is told. */
  quickMessages: { event: Event; campaignId: number; author: number }[];
}

/** Texts of ours that did not arrive, and of which nobody has been told yet. */
export async function failedTexts(database: Database, conversationId: number, events: Event[]): Promise<Failed> {
  const deliveries = events.filter(({ kind, messageId }) => kind === 'delivery' && messageId);
  const none: Failed = { texts: new Map(), quickMessages: [] };
  if (!deliveries.length) return none;
  const bad = await database.query<{ id: number; is_bulk: number }>(
    `SELECT message.id, message.is_bulk FROM messages message
     WHERE message.id IN (${marks(deliveries)}) AND message.author_id IS NOT NULL AND ${isBad}`,
    deliveries.map(({ messageId }) => messageId),
  );
  const eventOf = (id: number) => deliveries.find(({ messageId }) => messageId === id)!;
  const replies = bad.filter(({ is_bulk: isBulk }) => !Number(isBulk)).map(({ id }) => id);
  const bulk = bad.filter(({ is_bulk: isBulk }) => Number(isBulk)).map(({ id }) => id);
  return {
    texts: replies.length ? await newReplies(database, conversationId, replies, eventOf) : none.texts,
    quickMessages: bulk.length ? await newQuickMessages(database, bulk, eventOf) : [],
  };
}

type EventOf = (messageId: number) => Event;

async function newReplies(database: Database, conversationId: number, ids: number[], eventOf: EventOf) {
  const rows = await database.query<{ id: number; author_id: number }>(
    `SELECT message.id, message.author_id FROM messages message
     JOIN conversations conversation ON conversation.id = message.conversation_id AND conversation.is_listed = 1
     WHERE message.id IN (${marks(ids)})
       AND NOT EXISTS (SELECT 1 FROM notifications known JOIN events event ON event.id = known.event_id
         WHERE known.conversation_id = ? AND known.user_id = message.author_id AND known.kind = 'failed'
           AND event.message_id = message.id)`,
    [...ids, conversationId],
  );
  return new Map(rows.map(({ id, author_id: author }) => [eventOf(id), author]));
}

async function newQuickMessages(database: Database, ids: number[], eventOf: EventOf) {
  const rows = await database.query<{ id: number; campaign_id: number; author_id: number }>(
    `SELECT message.id, campaign.id AS campaign_id, campaign.created_by_id AS author_id FROM messages message
     JOIN campaign_recipients recipient ON recipient.message_id = message.id
     JOIN campaigns campaign ON campaign.id = recipient.campaign_id
     WHERE message.id IN (${marks(ids)}) AND campaign.kind = 'quick-message' AND campaign.created_by_id IS NOT NULL
       AND (SELECT COUNT(*) FROM campaign_recipients other WHERE other.campaign_id = campaign.id) < ${fewRecipients}`,
    ids,
  );
  const found: Failed['quickMessages'] = [];
  for (const { id, campaign_id: campaignId, author_id: author } of rows)
    if (await isFirst(database, campaignId)) found.push({ event: eventOf(id), campaignId, author });
  return found;
}

// Several of its texts may fail at once: the second waits here for the first, and then knows of it.
async function isFirst(database: Database, campaignId: number): Promise<boolean> {
  await database.hold(Campaign, campaignId);
  return (
    (await database.query('SELECT 1 AS known FROM notifications WHERE campaign_id = ? LIMIT 1', [campaignId]))
      .length === 0
  );
}
