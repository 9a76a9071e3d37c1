import type { MigrationInterface, QueryRunner } from 'typeorm';
import { isSqlite } from './columns.js';

/**
 * How many rows a value of each index finds in an office of years: all rows, then by the first column, by the first two
 * and so on. Parley asks for few failures, so `failed` counts those; and for beginnings of numbers, so they count as rare.
 */
const sizes: Record<string, Record<string, string>> = {
  conversations: {
    ix_conversations_assignee: '100000 100000 100000 30000 1000 1 1',
    ix_conversations_contact: '100000 1',
    ix_conversations_failed: '100000 100000 100000 500 1 1',
    ix_conversations_listed: '100000 100000 100000 1 1',
    ix_conversations_number: '100000 50 1',
    ix_conversations_own: '100000 100000 100000 4000 1 1',
    ix_conversations_reversed: '100000 50 1',
    ix_conversations_status: '100000 100000 100000 30000 1 1',
    ix_conversations_waiting: '100000 100000 30000 5',
    uq_conversations_thread: '100000 1',
  },
  messages: {
    ix_messages_queue: '1000000 100000 1000',
    ix_messages_thread: '1000000 10 1 1',
    uq_messages_client_ref: '1000000 1',
    uq_messages_form_token: '1000000 1',
    uq_messages_provider: '1000000 1',
    uq_messages_resend: '1000000 1',
  },
  events: { ix_events_program: '1500000 1500000 1', ix_events_thread: '1500000 15 8 1 1' },
  notes: { ix_notes_thread: '20000 2 1 1', uq_notes_form_token: '20000 1' },
  unreads: { ix_unreads_program: '25000 1000 1000 1', uq_unreads_user: '25000 1000 1' },
  contacts: {
    ix_contacts_email: '100000 100000 1',
    ix_contacts_name: '100000 100000 10 3 1',
    ix_contacts_type: '100000 25000',
  },
  phone_numbers: {
    ix_phone_numbers_number: '100000 50 1',
    ix_phone_numbers_reversed: '100000 50 1',
    uq_phone_numbers_contact: '100000 1 1',
  },
  opt_outs: { uq_opt_outs_number: '2000 2000 1' },
  consent_changes: { ix_consent_changes_number: '4000 4000 2 1' },
  memberships: { ix_memberships_program: '100 30 30', uq_memberships_user: '100 1 1' },
};

/**
 * Tells SQLite how large the tables will be. It plans by these figures and never counts on its own, so that without
 * them it would take the wrong index; with them it plans the same way from the first day on. MySQL counts by itself.
 */
export class DescribeSizes1764000000100 implements MigrationInterface {
  async up(db: QueryRunner) {
    if (!isSqlite(db)) return;
    await db.query('ANALYZE');
    await db.query('DELETE FROM sqlite_stat1');
    for (const [table, indexes] of Object.entries(sizes))
      for (const [index, size] of Object.entries(indexes))
        await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', [table, index, size]);
    await db.query('ANALYZE sqlite_schema');
  }

  async down(db: QueryRunner) {
    if (!isSqlite(db)) return;
    await db.query('DELETE FROM sqlite_stat1');
    await db.query('ANALYZE sqlite_schema');
  }
}
