import type { MigrationInterface, QueryRunner } from 'typeorm';
import { flag, id, index, integer, moment, optional, refers, string, unique } from './columns.js';
import { createTable } from './create.js';

export class CreateNotifications1764000000150 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'notifications', {
      columns: [
        id(),
        integer('program_id'),
        integer('user_id'),
        integer('event_id'),
        string('kind', 24),
        integer('conversation_id'),
        // Whether the bell shows it; one that is only mailed is not in the list.
        flag('in_app', true),
        optional(moment(db, 'read_at')),
        // When it is to be mailed, if it still is unread by then; empty when it is not, or was.
        optional(moment(db, 'mail_due_at')),
        moment(db, 'at'),
      ],
      indices: [
        unique('uq_notifications_event', 'event_id', 'user_id'),
        index('ix_notifications_list', 'user_id', 'program_id', 'in_app', 'id'),
        index('ix_notifications_unread', 'user_id', 'program_id', 'in_app', 'read_at', 'id'),
        index('ix_notifications_conversation', 'conversation_id', 'user_id', 'read_at'),
        index('ix_notifications_mail', 'mail_due_at', 'user_id'),
      ],
      foreignKeys: [
        refers('fk_notifications_program', 'program_id', 'programs'),
        refers('fk_notifications_user', 'user_id', 'users'),
        refers('fk_notifications_event', 'event_id', 'events'),
        refers('fk_notifications_conversation', 'conversation_id', 'conversations'),
      ],
    });
    // Only what differs from what everybody begins with.
    await createTable(db, 'notification_choices', {
      columns: [
        id(),
        integer('user_id'),
        integer('program_id'),
        string('kind', 24),
        string('channel', 10),
        flag('is_on'),
      ],
      indices: [unique('uq_notification_choices', 'user_id', 'program_id', 'kind', 'channel')],
      foreignKeys: [
        refers('fk_notification_choices_user', 'user_id', 'users'),
        refers('fk_notification_choices_program', 'program_id', 'programs'),
      ],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['notification_choices', 'notifications']) await db.dropTable(table);
  }
}
