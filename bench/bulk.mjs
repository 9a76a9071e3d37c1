import { Readable } from 'node:stream';
import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';

/** Fills a SQLite file: one transaction, the full text index at the end. */
export function sqliteBulk(file) {
  let db;
  let triggers;
  return {
    async prepare() {
      db = new Sqlite(file);
      db.pragma('synchronous = OFF');
      db.pragma('cache_size = -1000000');
      db.pragma('foreign_keys = OFF');
      triggers = db.prepare("SELECT name, sql FROM sqlite_master WHERE type = 'trigger'").all();
      for (const { name } of triggers) db.exec(`DROP TRIGGER ${name}`);
      db.exec('BEGIN');
    },
    async insert(table, columns, rows) {
      const insert = db.prepare(`INSERT INTO ${table} (${columns}) VALUES (${columns.map(() => '?')})`);
      for (const row of rows) insert.run(row);
    },
    async finish() {
      for (const table of ['messages', 'contacts'])
        db.exec(`INSERT INTO ${table}_fts (${table}_fts) VALUES ('rebuild')`);
      for (const { sql } of triggers) db.exec(sql);
      db.exec('COMMIT; PRAGMA wal_checkpoint(TRUNCATE)');
      db.close();
    },
  };
}

/** Fills a MySQL or MariaDB schema by LOAD DATA, the full text indexes at the end. */
export function mariadbBulk(url) {
  let connection;
  let fulltext;
  const run = (sql) => connection.query(sql);
  return {
    async prepare() {
      connection = await createConnection({ uri: url, flags: ['LOCAL_FILES'] });
      await run('SET foreign_key_checks = 0, unique_checks = 0, innodb_ft_enable_stopword = OFF');
      [fulltext] =
        await run(`SELECT table_name AS name, index_name AS idx, GROUP_CONCAT(column_name ORDER BY seq_in_index) AS columns
        FROM information_schema.statistics WHERE table_schema = DATABASE() AND index_type = 'FULLTEXT' GROUP BY 1, 2`);
      for (const { name, idx } of fulltext) await run(`DROP INDEX ${idx} ON ${name}`);
    },
    async insert(table, columns, rows) {
      const sql = `LOAD DATA LOCAL INFILE 'rows' INTO TABLE ${table} CHARACTER SET utf8mb4 (${columns})`;
      await connection.query({ sql, infileStreamFactory: () => Readable.from(pieces(rows), { objectMode: false }) });
    },
    async finish() {
      for (const { name, idx, columns } of fulltext)
        await run(`ALTER TABLE ${name} ADD FULLTEXT INDEX ${idx} (${columns}), FORCE`);
      const [tables] = await run(
        'SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE()',
      );
      await run(`ANALYZE TABLE ${tables.map(({ name }) => name)}`);
      await connection.end();
    },
  };
}

function* pieces(rows) {
  let lines = [];
  for (const row of rows) {
    lines.push(row.map(field).join('\t'));
    if (lines.length < 500) continue;
    yield Buffer.from(`${lines.join('\n')}\n`);
    lines = [];
  }
  if (lines.length) yield Buffer.from(`${lines.join('\n')}\n`);
}

const field = (value) => (value === null ? '\\N' : String(value).replace(/[\\\t\n]/g, '\\$&'));
