import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { CreateReports1764000000300 } from '../../migrations/1764000000300-create-reports.js';
import { SearchByWords1764000000330 } from '../../migrations/1764000000330-search-by-words.js';
import { connect, type DataSources } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { migrations } from '../../src/database/migrations.js';
import { Search } from '../../src/search/search.js';
import { freshDatabase, type TestDatabase } from '../support/database.js';

let own: TestDatabase;
let sources: DataSources;

beforeAll(async () => {
  own = await freshDatabase();
  sources = await connect(own.url);
});
afterAll(async () => {
  await new Database(sources).onApplicationShutdown();
  await own.drop();
});

/** The schema in words that mean the same on both databases: tables, columns, what is required, indexes, references. */
async function schema() {
  const runner = sources.writing.createQueryRunner();
  const tables = (await runner.getTables(await names())).sort((one, other) => one.name.localeCompare(other.name));
  const described = tables.map((table) => ({
    table: table.name.split('.').at(-1)!,
    columns: table.columns
      .map(
        (column) =>
          `${column.name} ${kind(column.type)}${column.length ? `(${column.length})` : ''}${column.isNullable ? '' : ' required'}`,
      )
      .sort(),
    indexes: table.indices
      .filter((index) => !index.name?.startsWith('fk_') && !index.name?.startsWith('ft_'))
      .map((index) => `${index.name}${index.isUnique ? ' unique' : ''}: ${index.columnNames.join(', ')}`)
      .sort(),
    references: table.foreignKeys
      .map((key) => `${key.columnNames.join()} → ${key.referencedTableName.split('.').at(-1)} ${key.onDelete}`)
      .sort(),
  }));
  if (runner !== sources.writing.createQueryRunner()) await runner.release();
  return described;
}

async function names() {
  const isSqlite = sources.writing.options.type === 'better-sqlite3';
  const rows: { name: string }[] = await sources.writing.query(
    isSqlite
      ? "SELECT name FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite%' AND name NOT LIKE '%!_fts%' ESCAPE '!' AND name <> 'migrations'"
      : "SELECT table_name AS name FROM information_schema.tables WHERE table_schema = DATABASE() AND table_name <> 'migrations'",
  );
  return rows.map(({ name }) => name);
}

const kind = (type: string) => ({ int: 'integer', tinyint: 'boolean', mediumblob: 'blob' })[type] ?? type;

test('both databases end with the same schema', async () => {
  expect(await schema()).toMatchSnapshot();
});

test('up, down, up: the way back is complete, and the way forward again ends at the same place', async () => {
  const before = await schema();
  for (let left = migrations.length; left > 0; left -= 1) await sources.writing.undoLastMigration();
  expect(await names()).toEqual([]);
  await sources.writing.runMigrations();
  expect(await schema()).toEqual(before);
});

test('every column of every entity is there', async () => {
  const tables = new Map(
    (await schema()).map(({ table, columns }) => [table, columns.map((column) => column.split(' ')[0])]),
  );
  for (const { tableName, columns } of sources.writing.entityMetadatas)
    expect({
      tableName,
      missing: columns.map(({ databaseName }) => databaseName).filter((name) => !tables.get(tableName)?.includes(name)),
    }).toEqual({ tableName, missing: [] });
});

test('SQLite keeps its foreign keys', async () => {
  if (sources.writing.options.type !== 'better-sqlite3') return;
  await expect(
    sources.writing.query("INSERT INTO roles (program_id, name, permissions) VALUES (999, 'x', '')"),
  ).rejects.toThrow(/FOREIGN KEY/);
});

test('What was there before a search went by words is found by them', async () => {
  const { writing, reading } = sources;
  const later = migrations.length - migrations.indexOf(SearchByWords1764000000330);
  for (let left = later; left > 0; left -= 1) await writing.undoLastMigration();
  const at = '2026-11-28 00:00:00.000';
  await writing.query(
    `INSERT INTO programs (id, name, country, time_zone, created_at) VALUES (1, 'North', 'US', 'UTC', ?)`,
    [at],
  );
  await writing.query(
    `INSERT INTO contact_types (id, program_id, name, accent, position) VALUES (1, 1, 'A', 'teal', 0)`,
  );
  const people = Array.from({ length: 250 }, (_, place) => [`Nr${place}`, place === 240 ? 'Ng' : 'O’Brien']);
  for (const names of people)
    await writing.query(
      `INSERT INTO contacts (program_id, contact_type_id, first_name, last_name, created_at, updated_at) VALUES (1, 1, ?, ?, ?, ?)`,
      [...names, at, at],
    );
  // MySQL keeps what was done when the process was killed in the middle of it.
  if (writing.options.type === 'mysql')
    await writing.query('ALTER TABLE messages ADD COLUMN words text COLLATE utf8mb4_bin NULL');
  await writing.runMigrations();
  const search = new Search(new Database(sources));
  const found = async (q: string) => {
    const { sql, values } = search.contacts(q, 1, 'US');
    const rows = (await reading.query(`SELECT first_name FROM contacts contact WHERE ${sql}`, values)) as {
      first_name: string;
    }[];
    return rows.map((row) => row.first_name);
  };
  expect(await found('ng')).toEqual(['Nr240']);
  expect(await found('obrien nr249')).toEqual(['Nr249']);
});

test('A migration that was cut short can be done again', async () => {
  const runner = sources.writing.createQueryRunner();
  const recent = migrations.slice(migrations.indexOf(CreateReports1764000000300));
  expect(recent.length).toBeGreaterThan(4);
  const before = await schema();
  for (const Migration of recent) await new Migration().up(runner);
  await runner.release();
  expect(await schema()).toEqual(before);
});
