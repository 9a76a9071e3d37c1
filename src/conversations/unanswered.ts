import type { Database } from '../database/database.js';
import { Message } from './message.js';

/** The texts of the contact since a person of ours last replied: what is sent to many, or by Parley itself, answers nothing. */
export const unanswered = ({ manager }: Database, conversationId: number) =>
  manager
    .createQueryBuilder(Message, 'message')
    .where('message.conversationId = :id AND message.direction = :direction', {
      id: conversationId,
      direction: 'inbound',
    })
    .andWhere(
      `message.id > (SELECT COALESCE(MAX(ours.id), 0) FROM messages ours WHERE ours.conversation_id = :id AND ours.source = 'reply')`,
    );
