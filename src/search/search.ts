import { Injectable } from '@nestjs/common';
import { reversed } from '../programs/phone.js';
import type { Condition } from '../database/condition.js';
import { Database } from '../database/database.js';
import { lengthened, standsAlone, wordsAsked } from '../database/words.js';
import { numbersAsked } from './numbers-asked.js';

/** So many messages and contacts (the newest) a page looks at, at the most: whoever sees more refines the search. */
export const mostSearched = 1000;

@Injectable()
export class Search {
  constructor(private readonly database: Database) {}

  /**
   * The conversations that say, or whose contact is called, or whose number is, what was asked: as a condition on
   * `conversation`. `scope` (also on `conversation`) is what the person may see and wants to see; nothing outside it is
   * looked at. `whole`: all of them, for whoever counts them or does something with them.
   */
  conversations(q: string, scope: Condition, country: string, whole = false): Condition {
    return among('conversation.id', [
      ...this.inThreads(q, scope).map((found) => found && (whole ? every(found) : newest(found))),
      ...this.numbered('conversation', q, country).map(({ sql, values }) => whereSeen(scope, sql, values)),
    ]);
  }

  /** Whether more texts or names hold the words than `conversations` looks at. */
  async isCutOff(q: string, scope: Condition): Promise<boolean> {
    for (const found of this.inThreads(q, scope)) {
      if (!found) continue;
      const rows = await this.database.query(`${found.sql} LIMIT 1 OFFSET ${mostSearched}`, found.values);
      if (rows.length) return true;
    }
    return false;
  }

  private inThreads(q: string, scope: Condition) {
    return [
      this.matching('messages', q, {
        id: 'found.conversation_id',
        join: 'JOIN conversations conversation ON conversation.id = found.conversation_id',
        scope,
      }),
      this.matching('contacts', q, {
        id: 'conversation.id',
        join: 'JOIN conversations conversation ON conversation.contact_id = found.id',
        scope,
      }),
    ];
  }

  /**
   * The contacts of a program whose name, e-mail, number or whole external ID is what was asked, as a condition on `contact`. `whole`: all of
   * them, for whoever does something with them, and not the newest thousand, which are enough to look at.
   */
  contacts(q: string, programId: number, country: string, whole = false): Condition {
    const named = this.matching('contacts', q, {
      id: 'found.id',
      join: '',
      scope: { sql: 'found.program_id = ?', values: [programId] },
    });
    return among('contact.id', [
      named && (whole ? every(named) : newest(named)),
      { sql: 'SELECT id FROM contacts WHERE program_id = ? AND external_id = ?', values: [programId, q.trim()] },
      ...this.numbered('phone', q, country).map(({ sql, values }) => ({
        sql: `SELECT phone.contact_id AS id FROM phone_numbers phone WHERE phone.program_id = ? AND ${sql}`,
        values: [programId, ...values],
      })),
    ]);
  }

  /** The ids that rows of `table` (as `found`) lead to, of those that hold all the words and are in scope. */
  private matching(table: 'messages' | 'contacts', q: string, { id, join, scope }: Way): Found | null {
    const words = wordsAsked(q);
    const index = this.database.dialect === 'sqlite' ? fts5(table, words) : fulltext(table, words);
    return (
      index && {
        sql: `SELECT ${id} AS id FROM ${index.from} ${join} WHERE ${index.sql} AND ${scope.sql}`,
        values: [...index.values, ...scope.values],
        order: index.order,
      }
    );
  }

  // What looks like a number: from its beginning, at home or with its country, or by its last digits.
  private numbered(alias: string, q: string, country: string): Condition[] {
    const { starts, ends } = numbersAsked(q, country);
    const beginsWith = (column: string, start: string) => ({
      sql: `${alias}.${column} >= ? AND ${alias}.${column} < ?`,
      values: [start, `${start}z`],
    });
    return [
      ...starts.map((start) => beginsWith('number', start)),
      ...ends.map((end) => beginsWith('reversed', reversed(end))),
    ];
  }
}

/** From a row that was found to what is looked for, and what of it may be seen. */
interface Way {
  id: string;
  join: string;
  scope: Condition;
}

interface Found extends Condition {
  order: string;
}

interface Index extends Found {
  from: string;
}

const every = ({ sql, values }: Found): Condition => ({ sql: `SELECT id FROM (${sql}) every`, values });

const newest = ({ sql, values, order }: Found): Condition => ({
  sql: `SELECT id FROM (${sql} ORDER BY ${order} DESC LIMIT ${mostSearched}) newest`,
  values,
});

function fts5(table: string, words: string[]): Index | null {
  if (!words.length) return null;
  return {
    from: `${table}_fts CROSS JOIN ${table} found ON found.id = ${table}_fts.rowid`,
    sql: `${table}_fts MATCH ?`,
    values: [words.map((word, place) => (isWhole(table, words, place) ? `"${word}"` : `"${word}"*`)).join(' ')],
    order: `${table}_fts.rowid`,
  };
}

function fulltext(table: string, words: string[]): Index | null {
  if (!words.length) return null;
  const asked = words.map((word, place) => (isWhole(table, words, place) ? lengthened(word) : `${word}*`));
  return {
    from: `${table} found`,
    sql: 'MATCH (found.words) AGAINST (? IN BOOLEAN MODE)',
    values: [asked.map((each) => `+${each}`).join(' ')],
    order: 'found.id',
  };
}

const isWhole = (table: string, words: string[], place: number) => table === 'messages' && standsAlone(words, place);

const whereSeen = (scope: Condition, sql: string, values: unknown[]): Condition => ({
  sql: `SELECT conversation.id FROM conversations conversation WHERE ${scope.sql} AND ${sql}`,
  values: [...scope.values, ...values],
});

function among(column: string, sources: (Condition | null)[]): Condition {
  const found = sources.filter((source) => source !== null);
  if (!found.length) return { sql: '1 = 0', values: [] };
  return {
    sql: `${column} IN (SELECT id FROM (${found.map(({ sql }) => sql).join(' UNION ')}) matches)`,
    values: found.flatMap(({ values }) => values),
  };
}
