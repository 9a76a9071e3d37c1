import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreateMail1764000000140 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'mails', {
      columns: [
        id(),
        // Whose Administrators may look at it while there is no mail server; empty for what concerns no program.
        optional(integer('program_id')),
        string('kind', 20),
        string('to_address'),
        string('to_name', 100),
        string('subject', 200),
        // Emptied once it has left: it may hold a link that signs somebody in.
        optional(text('body')),
        withDefault(string('status', 10), "'queued'"),
        withDefault(integer('attempts'), '0'),
        moment(db, 'due_at'),
        optional(moment(db, 'lease_until')),
        optional(string('error', 300)),
        moment(db, 'created_at'),
        optional(moment(db, 'sent_at')),
      ],
      indices: [index('ix_mails_queue', 'status', 'due_at'), index('ix_mails_program', 'program_id', 'id')],
      foreignKeys: [refers('fk_mails_program', 'program_id', 'programs')],
    });
    await createTable(db, 'invitations', {
      columns: [
        id(),
        integer('program_id'),
        string('email'),
        string('name', 100),
        integer('role_id'),
        optional(integer('invited_by_id')),
        // SHA-256 of the token in the link, in hex.
        string('token_hash', 64),
        moment(db, 'created_at'),
        moment(db, 'expires_at'),
        optional(moment(db, 'accepted_at')),
        optional(moment(db, 'withdrawn_at')),
      ],
      indices: [
        unique('uq_invitations_token', 'token_hash'),
        index('ix_invitations_program', 'program_id', 'id'),
        index('ix_invitations_role', 'role_id'),
      ],
      foreignKeys: [
        refers('fk_invitations_program', 'program_id', 'programs'),
        refers('fk_invitations_role', 'role_id', 'roles'),
        refers('fk_invitations_invited_by', 'invited_by_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'password_resets', {
      columns: [
        id(),
        integer('user_id'),
        string('token_hash', 64),
        moment(db, 'created_at'),
        moment(db, 'expires_at'),
        optional(moment(db, 'used_at')),
      ],
      indices: [unique('uq_password_resets_token', 'token_hash'), index('ix_password_resets_user', 'user_id', 'id')],
      foreignKeys: [refers('fk_password_resets_user', 'user_id', 'users')],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['password_resets', 'invitations', 'mails']) await db.dropTable(table);
  }
}
