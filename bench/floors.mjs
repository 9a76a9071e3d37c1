// A child process with the two floors, each the least that an answer can cost: a bare `node:http` server that answers as
// many bytes, and one that first runs the page's own statements through the bare driver.
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import Sqlite from 'better-sqlite3';
import { createPool } from 'mysql2/promise';

// A UUID, or the one-use token of a form: a user's id and a hash.
const oneUse = /[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}|(?<=^\d+:)[\w-]{43}$/g;

/** The same statements with new ids, so that what may be there once can be inserted again. */
function renewed(statements) {
  const ids = new Map();
  const renew = (id) => ids.get(id) ?? (ids.set(id, randomUUID()), ids.get(id));
  const fresh = (value) => (typeof value === 'string' && value.length >= 36 ? value.replace(oneUse, renew) : value);
  return statements.map(({ sql, values }) => ({ sql, values: values.map(fresh) }));
}

// A row that hangs on the id of one which the database numbered: the repetition has another. Trying it costs as much.
const isThere = ({ code }) => code === 'ER_DUP_ENTRY' || code === 'SQLITE_CONSTRAINT_UNIQUE';

const writes = (statements) => statements.some(({ sql }) => /^\s*INSERT/i.test(sql));

/** Runs statements as they were recorded, on SQLite with the settings that Parley has. */
function onSqlite(file) {
  const db = new Sqlite(file);
  for (const pragma of ['busy_timeout = 5000', 'cache_size = -65536', 'mmap_size = 1073741824', 'synchronous = FULL'])
    db.pragma(pragma);
  db.pragma('foreign_keys = ON');
  const prepared = new Map();
  const runOne = ({ sql, values }) => {
    if (!prepared.has(sql)) prepared.set(sql, db.prepare(sql));
    const statement = prepared.get(sql);
    try {
      if (statement.reader) statement.all(values);
      else statement.run(values);
    } catch (error) {
      if (!isThere(error)) throw error;
    }
  };
  return async (statements) => {
    try {
      statements.forEach(runOne);
    } finally {
      if (db.inTransaction) db.exec('ROLLBACK');
    }
  };
}

/** The same on MySQL or MariaDB, with a pool of ten. */
function onMysql(uri) {
  const pool = createPool({ uri, connectionLimit: 10, charset: 'utf8mb4', timezone: 'Z', supportBigNumbers: true });
  return async (statements) => {
    const connection = await pool.getConnection();
    try {
      for (const { sql, values } of statements)
        await connection.query(sql, values).catch((error) => (isThere(error) ? undefined : Promise.reject(error)));
    } catch (error) {
      await connection.query('ROLLBACK');
      throw error;
    } finally {
      connection.release();
    }
  };
}

let body = Buffer.alloc(0);
let recorded = [];
let next = 0;
const run = process.argv[2].startsWith('sqlite:') ? onSqlite(process.argv[2].slice(7)) : onMysql(process.argv[2]);

const answer = (response) =>
  response.writeHead(200, { 'Content-Type': 'text/html; charset=utf-8', 'Content-Length': body.length }).end(body);

async function listen(handler) {
  const server = createServer((request, response) => request.resume().on('end', () => handler(response)));
  await once(server.listen(0, '127.0.0.1'), 'listening');
  return server.address().port;
}

const bytes = await listen(answer);
const sql = await listen((response) => {
  const statements = recorded[next++ % recorded.length];
  run(writes(statements) ? renewed(statements) : statements).then(
    () => answer(response),
    (error) => (console.error(error.message), response.writeHead(500).end()),
  );
});

process.on('message', (said) => {
  recorded = said.recorded;
  body = Buffer.alloc(said.bytes, 'x');
  next = 0;
  process.send({ ready: true });
});
process.on('disconnect', () => process.exit());
process.send({ ports: { bytes, sql } });
