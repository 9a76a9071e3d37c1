import { wordsOf } from '../../src/database/words.js';
import { ofContacts, ofConversations } from '../../src/merging/references.js';
import { reversed } from '../../src/programs/phone.js';
import type { Parley } from '../support/parley.js';

type Row = Record<string, unknown>;

/** Worked out from the rest, and lines that a merge and its end leave behind on purpose. */
const derived = ['name_keys', 'duplicate_looks', 'duplicate_pairs', 'merged_threads', 'contact_merges'];

/** Every table that a merge may touch, row by row, without the merge's own lines. */
export async function dump(parley: Parley): Promise<Record<string, Row[]>> {
  const names = [...ofContacts, ...ofConversations].map(({ table }) => table);
  const tables = new Set([...names, 'contacts', 'opt_outs', 'campaigns', 'bulk_jobs']);
  const dumped: Record<string, Row[]> = {};
  for (const table of [...tables].filter((name) => !derived.includes(name)).sort()) {
    const rows = await parley.rows<Row>(`SELECT * FROM ${table} ORDER BY id`);
    dumped[table] = rows.filter(({ kind }) => kind !== 'merged' && kind !== 'unmerged');
  }
  return dumped;
}

/** How many rows each table has, and which rows, whoever they belong to. */
export const idsOf = (dumped: Record<string, Row[]>, ...tables: string[]) =>
  Object.fromEntries(tables.map((table) => [table, dumped[table]!.map(({ id }) => id)]));

let made = 0;

/** Puts rows into tables, as directly as a test may. */
export class Registry {
  constructor(readonly parley: Parley) {}

  async insert(table: string, row: Row): Promise<number> {
    const names = Object.keys(row);
    await this.parley.write(
      `INSERT INTO ${table} (${names.map((name) => `\`${name}\``).join(', ')}) VALUES (${names.map(() => '?').join(', ')})`,
      names.map((name) => row[name]),
    );
    const [last] = await this.parley.rows<{ id: number }>(`SELECT MAX(id) AS id FROM ${table}`);
    return last!.id;
  }

  get programId() {
    return this.parley.cast.program.id;
  }

  async contact(own: Row = {}): Promise<number> {
    const at = new Date(Date.UTC(2026, 0, 1, 0, 0, made));
    made += 1;
    const row = {
      program_id: this.programId,
      contact_type_id: this.parley.cast.maya.contactTypeId,
      first_name: `Nr${made}`,
      last_name: 'Doe',
      email: null,
      created_at: at,
      updated_at: at,
      ...own,
    };
    const called = [row.first_name, row.last_name, row.email].map((each) => each as string | null);
    return this.insert('contacts', { ...row, words: wordsOf(...called) });
  }

  phone(contactId: number, number: string, position = 0) {
    const row = { program_id: this.programId, contact_id: contactId, number, reversed: reversed(number), position };
    return this.insert('phone_numbers', { ...row, label: `Label ${contactId}` });
  }

  async thread(contactId: number, number: string, lineId: number, own: Row = {}): Promise<number> {
    const at = new Date(Date.UTC(2026, 1, 1, 0, 0, made));
    made += 1;
    return this.insert('conversations', {
      program_id: this.programId,
      program_number_id: lineId,
      contact_id: contactId,
      number,
      reversed: reversed(number),
      thread_key: `${lineId}:${contactId}:${number}`,
      status: 'open',
      is_listed: 1,
      last_activity_at: at,
      has_failed: 0,
      is_escalated: 0,
      created_at: at,
      ...own,
    });
  }

  /** A text in a thread, which is its newest from then on. */
  async text(conversationId: number, own: Row = {}): Promise<number> {
    const at = new Date(Date.UTC(2026, 2, 1, 0, 0, made));
    made += 1;
    const id = await this.insert('messages', {
      program_id: this.programId,
      conversation_id: conversationId,
      direction: 'inbound',
      source: 'inbound',
      body: `Text ${made}`,
      status: 'received',
      at,
      created_at: at,
      ...own,
    });
    await this.parley.write('UPDATE conversations SET last_message_id = ?, last_activity_at = ? WHERE id = ?', [
      id,
      at,
      conversationId,
    ]);
    return id;
  }

  async line(number: string): Promise<number> {
    return this.insert('program_numbers', {
      program_id: this.programId,
      number,
      label: 'Second',
      is_default: 0,
      opt_out_answers: 'parley',
      segments_per_minute: 6_000_000,
    });
  }
}
