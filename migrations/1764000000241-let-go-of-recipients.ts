import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { flag, id, index, integer, isSqlite, moment, optional, refers, string, unique } from './columns.js';
import { createTable } from './create.js';

const indices = [
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
];

const references = [
  refers('fk_campaign_recipients_campaign', 'campaign_id', 'campaigns'),
  refers('fk_campaign_recipients_contact', 'contact_id', 'contacts'),
  refers('fk_campaign_recipients_message', 'message_id', 'messages', 'SET NULL'),
];

/** What the planner of SQLite is told (see 1764000000100-describe-sizes.ts). */
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

/** The text of a contact who was erased still counts, and is nobody’s. */
export class LetGoOfRecipients1764000000241 implements MigrationInterface {
  async up(db: QueryRunner) {
    if (isSqlite(db)) await this.madeAnew(db, true);
    else await db.query('ALTER TABLE campaign_recipients MODIFY contact_id int NULL');
  }

  async down(db: QueryRunner) {
    await db.query('DELETE FROM campaign_recipients WHERE contact_id IS NULL');
    if (isSqlite(db)) await this.madeAnew(db, false);
    else await db.query('ALTER TABLE campaign_recipients MODIFY contact_id int NOT NULL');
  }

  // SQLite can't let go of a NOT NULL: the table is made once more, and what is in it moves.
  private async madeAnew(db: QueryRunner, isLetGo: boolean) {
    const columns = [
      id(),
      integer('program_id'),
      integer('campaign_id'),
      integer('step'),
      isLetGo ? optional(integer('contact_id')) : integer('contact_id'),
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
    ];
    const names = columns.map(({ name }) => name).join(', ');
    await createTable(db, 'campaign_recipients_anew', { columns, foreignKeys: references });
    await db.query(`INSERT INTO campaign_recipients_anew (${names}) SELECT ${names} FROM campaign_recipients`);
    await db.dropTable('campaign_recipients');
    await db.query('ALTER TABLE campaign_recipients_anew RENAME TO campaign_recipients');
    for (const one of indices) await db.createIndex('campaign_recipients', new TableIndex(one));
    for (const [name, size] of Object.entries(sizes))
      await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', ['campaign_recipients', name, size]);
    await db.query('ANALYZE sqlite_schema');
  }
}
