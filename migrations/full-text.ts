import type { QueryRunner } from 'typeorm';

/** Full text over columns of a table on SQLite: an FTS5 table, kept by triggers. */
export async function createFts(db: QueryRunner, table: string, columns: string[], tokenizer: string) {
  const list = columns.join(', ');
  const values = (row: 'old' | 'new') => columns.map((column) => `${row}.${column}`).join(', ');
  const forget = `INSERT INTO ${table}_fts (${table}_fts, rowid, ${list}) VALUES ('delete', old.id, ${values('old')});`;
  const learn = `INSERT INTO ${table}_fts (rowid, ${list}) VALUES (new.id, ${values('new')});`;
  await db.query(
    `CREATE VIRTUAL TABLE ${table}_fts USING fts5(${list}, content='${table}', content_rowid='id', tokenize='${tokenizer}', prefix='2 3')`,
  );
  await db.query(`CREATE TRIGGER ${table}_fts_insert AFTER INSERT ON ${table} BEGIN ${learn} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_delete AFTER DELETE ON ${table} BEGIN ${forget} END`);
  await db.query(`CREATE TRIGGER ${table}_fts_update AFTER UPDATE OF ${list} ON ${table} BEGIN ${forget} ${learn} END`);
}

export async function dropFts(db: QueryRunner, table: string) {
  for (const event of ['insert', 'delete', 'update']) await db.query(`DROP TRIGGER ${table}_fts_${event}`);
  await db.query(`DROP TABLE ${table}_fts`);
}
