import type { MigrationInterface, QueryRunner } from 'typeorm';
import {
  flag,
  id,
  index,
  integer,
  isSqlite,
  moment,
  optional,
  refers,
  string,
  text,
  unique,
  withDefault,
} from './columns.js';
import { createTable } from './create.js';

/** Quick Messages and Campaigns are the same thing of two sizes: texts to many, and what became of each. */
export class CreateCampaigns1764000000180 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'campaigns', {
      columns: [
        id(),
        integer('program_id'),
        string('kind', 20),
        string('name', 120),
        string('status', 20),
        integer('program_number_id'),
        text('audience'),
        flag('skips_texted_today'),
        // In percent.
        withDefault(integer('failure_limit'), '5'),
        withDefault(integer('opt_out_limit'), '5'),
        optional(moment(db, 'starts_at')),
        withDefault(integer('version'), '1'),
        optional(string('form_token', 80)),
        optional(integer('created_by_id')),
        moment(db, 'created_at'),
        moment(db, 'changed_at'),
        optional(moment(db, 'started_at')),
        // Up to which contact the list of recipients is made, and since when it is whole.
        withDefault(integer('prepared_up_to'), '0'),
        optional(moment(db, 'prepared_at')),
        optional(moment(db, 'finished_at')),
        optional(text('pause')),
        // What the limits no longer count, because somebody resumed in spite of it.
        optional(text('forgiven')),
      ],
      indices: [
        index('ix_campaigns_list', 'program_id', 'kind', 'id'),
        index('ix_campaigns_own', 'program_id', 'kind', 'created_by_id', 'id'),
        index('ix_campaigns_status', 'status', 'starts_at'),
        unique('uq_campaigns_form_token', 'form_token'),
      ],
      foreignKeys: [
        refers('fk_campaigns_program', 'program_id', 'programs'),
        refers('fk_campaigns_program_number', 'program_number_id', 'program_numbers', 'RESTRICT'),
        refers('fk_campaigns_created_by', 'created_by_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'campaign_steps', {
      columns: [
        id(),
        integer('campaign_id'),
        integer('position'),
        text('body'),
        withDefault(integer('wait_days'), '0'),
        flag('only_if_no_reply'),
      ],
      indices: [unique('uq_campaign_steps', 'campaign_id', 'position')],
      foreignKeys: [refers('fk_campaign_steps_campaign', 'campaign_id', 'campaigns')],
    });
    await createTable(db, 'campaign_recipients', {
      columns: [
        id(),
        integer('program_id'),
        integer('campaign_id'),
        integer('step'),
        integer('contact_id'),
        optional(string('number', 20)),
        string('state', 20),
        optional(string('reason', 40)),
        optional(string('detail')),
        // Both are empty where a recipient is skipped, so that the keys below hold only for those who get a text.
        optional(integer('once_contact')),
        optional(string('once_number', 20)),
        optional(integer('conversation_id')),
        optional(integer('message_id')),
        moment(db, 'due_at'),
        optional(string('outcome', 20)),
        optional(string('error_code', 40)),
        flag('has_replied'),
        flag('has_opted_out'),
        optional(moment(db, 'left_at')),
        optional(moment(db, 'replied_at')),
      ],
      indices: [
        unique('uq_campaign_recipients_contact', 'campaign_id', 'step', 'once_contact'),
        unique('uq_campaign_recipients_number', 'campaign_id', 'step', 'once_number'),
        unique('uq_campaign_recipients_message', 'message_id'),
        // Whose turn comes next; and what is queued and has not left.
        index('ix_campaign_recipients_due', 'campaign_id', 'state', 'outcome', 'due_at', 'id'),
        index(
          'ix_campaign_recipients_tally',
          ...['campaign_id', 'step', 'state', 'reason', 'outcome', 'error_code', 'has_replied', 'has_opted_out'],
        ),
        index('ix_campaign_recipients_times', 'campaign_id', 'left_at', 'replied_at'),
        index('ix_campaign_recipients_list', 'campaign_id', 'id'),
        // Each list of recipients, in the order of their ids.
        index('ix_campaign_recipients_state', 'campaign_id', 'state', 'outcome', 'id'),
        index('ix_campaign_recipients_replied', 'campaign_id', 'has_replied', 'id'),
        index('ix_campaign_recipients_opted_out', 'campaign_id', 'has_opted_out', 'id'),
        index('ix_campaign_recipients_number', 'program_id', 'number'),
        index('ix_campaign_recipients_thread', 'conversation_id', 'id'),
        index('ix_campaign_recipients_contact', 'contact_id'),
      ],
      foreignKeys: [
        refers('fk_campaign_recipients_campaign', 'campaign_id', 'campaigns'),
        refers('fk_campaign_recipients_contact', 'contact_id', 'contacts'),
        refers('fk_campaign_recipients_message', 'message_id', 'messages', 'SET NULL'),
      ],
    });
    await this.describe(db);
  }

  async down(db: QueryRunner) {
    for (const table of ['campaign_recipients', 'campaign_steps', 'campaigns']) await db.dropTable(table);
  }

  // What the planner of SQLite is told (see 1764000000100-describe-sizes.ts).
  private async describe(db: QueryRunner) {
    if (!isSqlite(db)) return;
    const sizes: Record<string, string> = {
      uq_campaign_recipients_contact: '1000000 20000 10000 1',
      uq_campaign_recipients_number: '1000000 20000 10000 1',
      uq_campaign_recipients_message: '1000000 1',
      ix_campaign_recipients_due: '1000000 20000 5000 3000 20 1',
      ix_campaign_recipients_tally: '1000000 20000 10000 5000 3000 3000 3000 3000 3000',
      ix_campaign_recipients_times: '1000000 20000 20 10',
      ix_campaign_recipients_list: '1000000 20000 1',
      ix_campaign_recipients_state: '1000000 20000 5000 3000 1',
      ix_campaign_recipients_replied: '1000000 20000 2000 1',
      ix_campaign_recipients_opted_out: '1000000 20000 500 1',
      ix_campaign_recipients_number: '1000000 300000 10',
      ix_campaign_recipients_thread: '1000000 10 1',
      ix_campaign_recipients_contact: '1000000 10',
    };
    for (const [name, size] of Object.entries(sizes))
      await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', ['campaign_recipients', name, size]);
    await db.query('ANALYZE sqlite_schema');
  }
}
