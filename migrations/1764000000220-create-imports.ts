import { TableIndex, type MigrationInterface, type QueryRunner } from 'typeorm';
import {
  exactString,
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
import { addColumns, createTable, dropColumns } from './create.js';

const externalId = unique('uq_contacts_external_id', 'program_id', 'external_id');

/** Where the planner of SQLite is told how many rows a value finds (see 1764000000100-describe-sizes.ts). */
const sizes = [
  ['contacts', 'uq_contacts_external_id', '100000 100000 1'],
  ['import_lines', 'ix_import_lines_key', '100000 50000 2'],
  ['import_lines', 'ix_import_lines_external_id', '100000 50000 2'],
  ['import_lines', 'ix_import_lines_verdict', '100000 50000 10000 1'],
];

/** Files of contacts: `imports` says what is to be done with one and how far it is, `import_lines` what stands in it. */
export class CreateImports1764000000220 implements MigrationInterface {
  async up(db: QueryRunner) {
    // How other programs call a contact: compared as it stands.
    await addColumns(db, 'contacts', [optional(exactString(db, 'external_id', 100))]);
    await db.createIndex('contacts', new TableIndex(externalId));
    await createTable(db, 'imports', {
      columns: [
        id(),
        integer('program_id'),
        optional(integer('user_id')),
        string('file_name'),
        string('notation', 80),
        string('status', 12),
        optional(text('mapping')),
        integer('line_count'),
        integer('width'),
        withDefault(integer('at_line_id'), '0'),
        withDefault(integer('past'), '0'),
        text('checked'),
        text('done'),
        optional(string('stopped_because')),
        optional(string('form_token', 64)),
        moment(db, 'created_at'),
        moment(db, 'changed_at'),
        optional(moment(db, 'finished_at')),
      ],
      indices: [
        unique('uq_imports_form_token', 'form_token'),
        index('ix_imports_program', 'program_id', 'id'),
        index('ix_imports_status', 'status'),
      ],
      foreignKeys: [
        refers('fk_imports_program', 'program_id', 'programs'),
        refers('fk_imports_user', 'user_id', 'users', 'SET NULL'),
      ],
    });
    await createTable(db, 'import_lines', {
      columns: [
        id(),
        integer('import_id'),
        integer('line'),
        text('cells'),
        optional(string('verdict', 10)),
        optional(text('problems')),
        // What contacts are matched by, as this line says it, and its external id: what is twice in the file shows there.
        optional(exactString(db, 'match_key')),
        optional(exactString(db, 'external_id', 100)),
      ],
      indices: [
        index('ix_import_lines_import', 'import_id', 'id'),
        index('ix_import_lines_key', 'import_id', 'match_key'),
        index('ix_import_lines_external_id', 'import_id', 'external_id'),
        index('ix_import_lines_verdict', 'import_id', 'verdict', 'id'),
      ],
      foreignKeys: [refers('fk_import_lines_import', 'import_id', 'imports')],
    });
    if (!isSqlite(db)) return;
    for (const size of sizes) await db.query('INSERT INTO sqlite_stat1 (tbl, idx, stat) VALUES (?, ?, ?)', size);
    await db.query('ANALYZE sqlite_schema');
  }

  async down(db: QueryRunner) {
    for (const table of ['import_lines', 'imports']) await db.dropTable(table);
    await db.dropIndex('contacts', externalId.name!);
    await dropColumns(db, 'contacts', ['external_id']);
    if (isSqlite(db))
      await db.query(`DELETE FROM sqlite_stat1 WHERE idx IN (${sizes.map(([, name]) => `'${name}'`).join(', ')})`);
  }
}
