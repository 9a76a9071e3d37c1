import { Injectable } from '@nestjs/common';
import { marks } from '../database/condition.js';
import { Database } from '../database/database.js';
import { lengthened, standsAlone, wordsAsked } from '../database/words.js';
import { excerpt, type Piece } from './excerpt.js';

/** A text that holds all the words that were asked for: what of it fits into a row, and whose it is. */
export interface FoundText {
  id: number;
  pieces: Piece[];
  at: string | Date;
  source: string;
  author_id: number | null;
  author: string | null;
}

type Row = Omit<FoundText, 'pieces'> & { conversation_id: number; body: string };

/** Which texts a search has found. It reads the conversations that are shown, however often the words occur elsewhere. */
@Injectable()
export class FoundTexts {
  constructor(private readonly database: Database) {}

  /** Of each conversation the newest text with all the words; none where the name or the number was found. */
  async of(q: string, conversationIds: number[]): Promise<Map<number, FoundText>> {
    const asked = wordsAsked(q);
    if (!asked.length || !conversationIds.length) return new Map();
    const rows = await this.database.query<Row>(
      `SELECT message.id, message.conversation_id, message.body, message.at, message.source, message.author_id,
         author.name AS author
       FROM messages message LEFT JOIN users author ON author.id = message.author_id
       WHERE message.id IN (SELECT MAX(found.id) FROM messages found
         WHERE found.conversation_id IN (${marks(conversationIds)}) AND ${asked.map(() => holds).join(' AND ')}
         GROUP BY found.conversation_id)`,
      [...conversationIds, ...asked.map((_, place) => pattern(asked, place))],
    );
    return new Map(rows.map(({ conversation_id: id, body, ...row }) => [id, { ...row, pieces: excerpt(body, q) }]));
  }
}

const holds = `CONCAT(' ', found.words, ' ') LIKE ? ESCAPE '!'`;

const pattern = (asked: string[], place: number) =>
  standsAlone(asked, place) ? `% ${lengthened(asked[place]!).replaceAll('_', '!_')} %` : `% ${asked[place]!}%`;
