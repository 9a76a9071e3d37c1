import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { folded } from '../dist/src/database/folded.js';

/** Notes down what a database is asked. */
export function recording(database) {
  let statements = [];
  const { query } = database;
  database.query = (sql, values = []) => {
    statements.push({ sql, values });
    return query.call(database, sql, values);
  };
  return { clear: () => (statements = []), taken: () => statements };
}

/** A driver without anything around it: what a statement costs at the least. */
export async function bareDriver(url) {
  if (url.startsWith('sqlite:')) {
    const db = new Sqlite(url.slice(7), { readonly: true });
    db.function('folded', { deterministic: true }, (text) => (text === null ? null : folded(String(text))));
    const prepared = new Map();
    const statement = (sql) => {
      if (!prepared.has(sql)) prepared.set(sql, db.prepare(sql));
      return prepared.get(sql);
    };
    return { read: async (sql, values) => statement(sql).all(values), end: async () => db.close() };
  }
  const connection = await createConnection({ uri: url });
  return { read: (sql, values) => connection.query(sql, values), end: () => connection.end() };
}
