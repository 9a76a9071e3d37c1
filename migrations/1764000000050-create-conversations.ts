import type { MigrationInterface, QueryRunner } from 'typeorm';
import { flag, id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreateConversations1764000000050 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'conversations', {
      columns: [
        id(),
        integer('program_id'),
        integer('program_number_id'),
        optional(integer('contact_id')),
        string('number', 16),
        string('reversed', 16),
        string('thread_key', 60),
        withDefault(string('status', 10), "'unopened'"),
        optional(integer('assignee_id')),
        flag('is_listed'),
        moment(db, 'last_activity_at'),
        optional(integer('last_message_id')),
        optional(moment(db, 'waiting_since')),
        flag('has_failed'),
        optional(moment(db, 'unassigned_since')),
        moment(db, 'created_at'),
      ],
      indices: [
        unique('uq_conversations_thread', 'thread_key'),
        // The list in its order, for each combination of status and assignee that it is asked for.
        index('ix_conversations_listed', 'program_id', 'is_listed', 'last_activity_at', 'id'),
        index('ix_conversations_status', 'program_id', 'is_listed', 'status', 'last_activity_at', 'id'),
        index('ix_conversations_own', 'program_id', 'is_listed', 'assignee_id', 'last_activity_at', 'id'),
        index(
          'ix_conversations_assignee',
          'program_id',
          'is_listed',
          'status',
          'assignee_id',
          'last_activity_at',
          'id',
        ),
        index('ix_conversations_failed', 'program_id', 'is_listed', 'has_failed', 'last_activity_at', 'id'),
        index('ix_conversations_waiting', 'program_id', 'status', 'waiting_since'),
        index('ix_conversations_number', 'program_id', 'number'),
        index('ix_conversations_reversed', 'program_id', 'reversed'),
        index('ix_conversations_contact', 'contact_id'),
      ],
      foreignKeys: [
        refers('fk_conversations_program', 'program_id', 'programs'),
        refers('fk_conversations_program_number', 'program_number_id', 'program_numbers', 'RESTRICT'),
        refers('fk_conversations_contact', 'contact_id', 'contacts'),
        refers('fk_conversations_assignee', 'assignee_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'messages', {
      columns: [
        id(),
        integer('program_id'),
        integer('conversation_id'),
        string('direction', 10),
        string('source', 24),
        text('body'),
        string('status', 16),
        optional(integer('author_id')),
        moment(db, 'at'),
        moment(db, 'created_at'),
        optional(string('provider_id', 64)),
        optional(string('client_ref', 40)),
        optional(string('form_token', 64)),
        optional(integer('resend_of_id')),
        withDefault(integer('segments'), '1'),
        optional(string('error_code', 40)),
        optional(string('error_detail', 500)),
        withDefault(integer('attempts'), '0'),
        optional(moment(db, 'due_at')),
        optional(moment(db, 'lease_until')),
        optional(moment(db, 'submitted_at')),
        optional(moment(db, 'settled_at')),
      ],
      indices: [
        unique('uq_messages_provider', 'provider_id'),
        unique('uq_messages_client_ref', 'client_ref'),
        unique('uq_messages_form_token', 'form_token'),
        unique('uq_messages_resend', 'resend_of_id'),
        index('ix_messages_thread', 'conversation_id', 'at', 'id'),
        index('ix_messages_queue', 'status', 'due_at'),
      ],
      foreignKeys: [
        refers('fk_messages_program', 'program_id', 'programs'),
        refers('fk_messages_conversation', 'conversation_id', 'conversations'),
        refers('fk_messages_author', 'author_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'notes', {
      columns: [
        id(),
        integer('program_id'),
        integer('conversation_id'),
        optional(integer('author_id')),
        text('body'),
        optional(string('form_token', 64)),
        moment(db, 'at'),
      ],
      indices: [unique('uq_notes_form_token', 'form_token'), index('ix_notes_thread', 'conversation_id', 'at', 'id')],
      foreignKeys: [
        refers('fk_notes_program', 'program_id', 'programs'),
        refers('fk_notes_conversation', 'conversation_id', 'conversations'),
        refers('fk_notes_author', 'author_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'events', {
      columns: [
        id(),
        integer('program_id'),
        optional(integer('conversation_id')),
        optional(integer('message_id')),
        string('kind', 30),
        optional(integer('by_user_id')),
        optional(integer('assignee_id')),
        optional(integer('was_assignee_id')),
        flag('is_line'),
        optional(text('particulars')),
        moment(db, 'at'),
      ],
      indices: [
        index('ix_events_thread', 'conversation_id', 'is_line', 'at', 'id'),
        index('ix_events_program', 'program_id', 'id'),
      ],
      foreignKeys: [
        refers('fk_events_program', 'program_id', 'programs'),
        refers('fk_events_conversation', 'conversation_id', 'conversations'),
      ],
    });
    await createTable(db, 'unreads', {
      columns: [id(), integer('user_id'), integer('conversation_id'), integer('program_id')],
      indices: [
        unique('uq_unreads_user', 'user_id', 'conversation_id'),
        index('ix_unreads_program', 'user_id', 'program_id', 'conversation_id'),
      ],
      foreignKeys: [
        refers('fk_unreads_user', 'user_id', 'users'),
        refers('fk_unreads_conversation', 'conversation_id', 'conversations'),
      ],
    });
    await createTable(db, 'drafts', {
      columns: [id(), integer('user_id'), integer('conversation_id'), text('body'), moment(db, 'at')],
      indices: [unique('uq_drafts_user', 'user_id', 'conversation_id')],
      foreignKeys: [
        refers('fk_drafts_user', 'user_id', 'users'),
        refers('fk_drafts_conversation', 'conversation_id', 'conversations'),
      ],
    });
    await createTable(db, 'saved_views', {
      columns: [id(), integer('user_id'), integer('program_id'), string('name', 60), string('query', 500)],
      indices: [unique('uq_saved_views_name', 'user_id', 'program_id', 'name')],
      foreignKeys: [
        refers('fk_saved_views_user', 'user_id', 'users'),
        refers('fk_saved_views_program', 'program_id', 'programs'),
      ],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['saved_views', 'drafts', 'unreads', 'events', 'notes', 'messages', 'conversations'])
      await db.dropTable(table);
  }
}
