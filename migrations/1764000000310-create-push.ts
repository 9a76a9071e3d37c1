import type { MigrationInterface, QueryRunner } from 'typeorm';
import { exactString, id, index, integer, moment, optional, refers, string, unique } from './columns.js';
import { addColumns, addIndex, createTable, dropColumns } from './create.js';

const due = index('ix_notifications_push', 'push_due_at');

/** Notifications that browsers show: whose browsers, what is on its way to them, and our keys to their push services. */
export class CreatePush1764000000310 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'push_keys', {
      columns: [id(), string('purpose', 10), exactString(db, 'public_key', 100), exactString(db, 'private_key', 60)],
      indices: [unique('uq_push_keys_purpose', 'purpose')],
    });
    await createTable(db, 'push_browsers', {
      columns: [
        id(),
        integer('user_id'),
        // The end of a session leaves the browser known, and silent.
        optional(string('session_id', 64)),
        string('name', 60),
        exactString(db, 'endpoint', 1000),
        string('endpoint_hash', 64),
        exactString(db, 'p256dh', 100),
        exactString(db, 'auth', 40),
        moment(db, 'created_at'),
        optional(moment(db, 'last_used_at')),
        optional(string('trouble', 16)),
      ],
      indices: [
        unique('uq_push_browsers_endpoint', 'endpoint_hash'),
        index('ix_push_browsers_user', 'user_id', 'session_id'),
        index('ix_push_browsers_session', 'session_id'),
      ],
      foreignKeys: [
        refers('fk_push_browsers_user', 'user_id', 'users'),
        {
          ...refers('fk_push_browsers_session', 'session_id', 'sessions', 'SET NULL'),
          referencedColumnNames: ['sid'],
        },
      ],
    });
    await createTable(db, 'pushes', {
      columns: [
        id(),
        // Empty for a test that somebody asked for.
        optional(integer('notification_id')),
        integer('browser_id'),
        // How many other things it stands for, where much happened at once.
        integer('others'),
        string('status', 10),
        integer('attempts'),
        moment(db, 'due_at'),
        optional(string('error', 100)),
        moment(db, 'created_at'),
        optional(moment(db, 'sent_at')),
      ],
      indices: [
        unique('uq_pushes_notification', 'notification_id', 'browser_id'),
        index('ix_pushes_browser', 'browser_id', 'created_at'),
        index('ix_pushes_due', 'status', 'due_at'),
      ],
      foreignKeys: [
        refers('fk_pushes_notification', 'notification_id', 'notifications'),
        refers('fk_pushes_browser', 'browser_id', 'push_browsers'),
      ],
    });
    // When browsers are to show it, if it still is unread by then; empty when they are not to, or it was handed on.
    await addColumns(db, 'notifications', [optional(moment(db, 'push_due_at'))]);
    await addIndex(db, 'notifications', due);
  }

  async down(db: QueryRunner) {
    for (const table of ['pushes', 'push_browsers', 'push_keys']) await db.dropTable(table);
    await db.dropIndex('notifications', due.name!);
    await dropColumns(db, 'notifications', ['push_due_at']);
  }
}
