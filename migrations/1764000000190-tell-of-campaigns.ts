import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import { flag, id, index, integer, isSqlite, moment, optional, refers, string, unique } from './columns.js';
import { createTable } from './create.js';

const about = 'fk_notifications_campaign';
const ofCampaign = index('ix_notifications_campaign', 'campaign_id', 'user_id', 'read_at');

const indices = [
  unique('uq_notifications_event', 'event_id', 'user_id'),
  index('ix_notifications_list', 'user_id', 'program_id', 'in_app', 'id'),
  index('ix_notifications_unread', 'user_id', 'program_id', 'in_app', 'read_at', 'id'),
  index('ix_notifications_conversation', 'conversation_id', 'user_id', 'read_at'),
  index('ix_notifications_mail', 'mail_due_at', 'user_id'),
];

const references = [
  refers('fk_notifications_program', 'program_id', 'programs'),
  refers('fk_notifications_user', 'user_id', 'users'),
  refers('fk_notifications_event', 'event_id', 'events'),
  refers('fk_notifications_conversation', 'conversation_id', 'conversations'),
];

/** A notification is about a conversation, or about a Quick Message or Campaign. */
export class TellOfCampaigns1764000000190 implements MigrationInterface {
  async up(db: QueryRunner) {
    if (isSqlite(db)) await this.madeAnew(db, true);
    else {
      await db.query('ALTER TABLE notifications MODIFY conversation_id int NULL, ADD campaign_id int NULL');
      await db.createIndex('notifications', new TableIndex(ofCampaign));
      await db.query(
        `ALTER TABLE notifications ADD CONSTRAINT ${about} FOREIGN KEY (campaign_id) REFERENCES campaigns (id) ON DELETE CASCADE`,
      );
    }
  }

  async down(db: QueryRunner) {
    await db.query('DELETE FROM notifications WHERE conversation_id IS NULL');
    if (isSqlite(db)) return this.madeAnew(db, false);
    await db.query(`ALTER TABLE notifications DROP FOREIGN KEY ${about}`);
    await db.dropIndex('notifications', ofCampaign.name!);
    await db.query('ALTER TABLE notifications DROP COLUMN campaign_id, MODIFY conversation_id int NOT NULL');
  }

  // SQLite can't let go of a NOT NULL: the table is made once more, and what is in it moves.
  private async madeAnew(db: QueryRunner, withCampaigns: boolean) {
    const conversation = integer('conversation_id');
    const columns = [
      id(),
      integer('program_id'),
      integer('user_id'),
      integer('event_id'),
      string('kind', 24),
      withCampaigns ? optional(conversation) : conversation,
      flag('in_app', true),
      optional(moment(db, 'read_at')),
      optional(moment(db, 'mail_due_at')),
      moment(db, 'at'),
    ];
    const names = columns.map(({ name }) => name).join(', ');
    await createTable(db, 'notifications_anew', {
      columns: withCampaigns ? [...columns, optional(integer('campaign_id'))] : columns,
      foreignKeys: withCampaigns ? [...references, refers(about, 'campaign_id', 'campaigns')] : references,
    });
    await db.query(`INSERT INTO notifications_anew (${names}) SELECT ${names} FROM notifications`);
    await db.dropTable('notifications');
    await db.query('ALTER TABLE notifications_anew RENAME TO notifications');
    for (const one of withCampaigns ? [...indices, ofCampaign] : indices)
      await db.createIndex('notifications', new TableIndex(one));
  }
}
