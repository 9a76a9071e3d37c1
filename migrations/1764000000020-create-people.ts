import type { MigrationInterface, QueryRunner } from 'typeorm';
import { flag, id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';

export class CreatePeople1764000000020 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'users', {
      columns: [
        id(),
        string('email'),
        string('name', 100),
        string('password_hash', 255),
        flag('enter_sends'),
        moment(db, 'created_at'),
      ],
      indices: [unique('uq_users_email', 'email')],
    });
    await createTable(db, 'roles', {
      columns: [id(), integer('program_id'), string('name', 60), flag('is_built_in'), text('permissions')],
      indices: [unique('uq_roles_name', 'program_id', 'name')],
      foreignKeys: [refers('fk_roles_program', 'program_id', 'programs')],
    });
    await createTable(db, 'memberships', {
      columns: [
        id(),
        integer('user_id'),
        integer('program_id'),
        integer('role_id'),
        flag('is_active', true),
        moment(db, 'created_at'),
      ],
      indices: [
        unique('uq_memberships_user', 'user_id', 'program_id'),
        index('ix_memberships_program', 'program_id', 'is_active'),
      ],
      foreignKeys: [
        refers('fk_memberships_user', 'user_id', 'users'),
        refers('fk_memberships_program', 'program_id', 'programs'),
        refers('fk_memberships_role', 'role_id', 'roles', 'RESTRICT'),
      ],
    });
    await createTable(db, 'sessions', {
      columns: [
        { ...string('sid', 64), isPrimary: true },
        optional(integer('user_id')),
        text('data'),
        withDefault(moment(db, 'expires_at'), "'2000-01-01 00:00:00'"),
      ],
      indices: [index('ix_sessions_expiry', 'expires_at'), index('ix_sessions_user', 'user_id')],
      foreignKeys: [refers('fk_sessions_user', 'user_id', 'users')],
    });
  }

  async down(db: QueryRunner) {
    for (const table of ['sessions', 'memberships', 'roles', 'users']) await db.dropTable(table);
  }
}
