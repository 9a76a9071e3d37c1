import type { MigrationInterface, QueryRunner } from 'typeorm';
import { id, index, integer, moment, optional, refers, string, text, unique, withDefault } from './columns.js';
import { createTable } from './create.js';
import { tellSizes } from './sizes.js';

const sizes = {
  duplicate_pairs: {
    uq_duplicate_pairs: '5000 1 1',
    ix_duplicate_pairs_other: '5000 1',
    ix_duplicate_pairs_list: '5000 5000 5000 500 1',
  },
  name_keys: { ix_name_keys_key: '500000 500000 5 1', uq_name_keys_contact: '500000 5 1' },
  duplicate_looks: { uq_duplicate_looks_contact: '100000 1', ix_duplicate_looks_changed: '100000 2' },
};

/** Who is perhaps the same person, and who was made one, step by step, so that it can be undone. */
export class CreateMerging1764000000250 implements MigrationInterface {
  async up(db: QueryRunner) {
    await createTable(db, 'duplicate_pairs', {
      columns: [
        id(),
        integer('program_id'),
        // The lower id of the two, then the higher.
        integer('one_id'),
        integer('other_id'),
        string('reasons', 60),
        integer('score'),
        withDefault(string('status', 10), "'suggested'"),
        optional(integer('dismissed_by_id')),
        moment(db, 'found_at'),
      ],
      indices: [
        unique('uq_duplicate_pairs', 'one_id', 'other_id'),
        index('ix_duplicate_pairs_other', 'other_id'),
        index('ix_duplicate_pairs_list', 'program_id', 'status', 'score', 'id'),
      ],
      foreignKeys: [
        refers('fk_duplicate_pairs_program', 'program_id', 'programs'),
        refers('fk_duplicate_pairs_one', 'one_id', 'contacts'),
        refers('fk_duplicate_pairs_other', 'other_id', 'contacts'),
      ],
    });
    await createTable(db, 'name_keys', {
      columns: [id(), integer('program_id'), integer('contact_id'), integer('name_key')],
      indices: [
        index('ix_name_keys_key', 'program_id', 'name_key', 'contact_id'),
        unique('uq_name_keys_contact', 'contact_id', 'name_key'),
      ],
      foreignKeys: [
        refers('fk_name_keys_program', 'program_id', 'programs'),
        refers('fk_name_keys_contact', 'contact_id', 'contacts'),
      ],
    });
    await createTable(db, 'duplicate_looks', {
      // The state of the contact, by its `updated_at`, for which duplicates were looked for.
      columns: [id(), integer('contact_id'), moment(db, 'changed_at')],
      indices: [unique('uq_duplicate_looks_contact', 'contact_id'), index('ix_duplicate_looks_changed', 'changed_at')],
      foreignKeys: [refers('fk_duplicate_looks_contact', 'contact_id', 'contacts')],
    });
    await createTable(db, 'contact_merges', {
      columns: [
        id(),
        integer('program_id'),
        integer('kept_id'),
        // Not a reference: there is no such contact while the merge stands.
        integer('gone_id'),
        string('gone_name', 201),
        optional(integer('by_user_id')),
        moment(db, 'at'),
        optional(moment(db, 'undone_at')),
      ],
      indices: [
        index('ix_contact_merges_kept', 'kept_id', 'id'),
        index('ix_contact_merges_gone', 'gone_id', 'undone_at'),
        index('ix_contact_merges_at', 'at'),
      ],
      foreignKeys: [
        refers('fk_contact_merges_program', 'program_id', 'programs'),
        refers('fk_contact_merges_kept', 'kept_id', 'contacts'),
      ],
    });
    await createTable(db, 'merge_steps', {
      columns: [id(), integer('merge_id'), text('step')],
      indices: [index('ix_merge_steps_merge', 'merge_id', 'id')],
      foreignKeys: [refers('fk_merge_steps_merge', 'merge_id', 'contact_merges')],
    });
    await createTable(db, 'merged_threads', {
      columns: [id(), integer('merge_id'), integer('kept_id'), integer('gone_id')],
      indices: [
        unique('uq_merged_threads_gone', 'gone_id'),
        index('ix_merged_threads_merge', 'merge_id'),
        index('ix_merged_threads_kept', 'kept_id'),
      ],
      foreignKeys: [
        refers('fk_merged_threads_merge', 'merge_id', 'contact_merges'),
        refers('fk_merged_threads_kept', 'kept_id', 'conversations'),
      ],
    });
    await tellSizes(db, sizes);
  }

  async down(db: QueryRunner) {
    for (const table of ['merged_threads', 'merge_steps', 'contact_merges', 'duplicate_looks', 'name_keys'])
      await db.dropTable(table);
    await db.dropTable('duplicate_pairs');
  }
}
