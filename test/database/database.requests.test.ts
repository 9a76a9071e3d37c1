import { chmodSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { makeOwnFile } from '../../src/database/own-file.js';
import { connect, type DataSources } from '../../src/database/data-sources.js';
import { Database } from '../../src/database/database.js';
import { Program } from '../../src/programs/program.js';
import { freshDatabase, isOnMysql, type TestDatabase } from '../support/database.js';

let own: TestDatabase;
let sources: DataSources;
let database: Database;

beforeAll(async () => {
  own = await freshDatabase();
  sources = await connect(own.url);
  database = new Database(sources);
});
afterAll(async () => {
  await database.onApplicationShutdown();
  await own.drop();
});

const add = (name: string) => database.manager.save(Program.named(name, new Date()));
const names = async () =>
  (await database.query<{ name: string }>('SELECT name FROM programs ORDER BY name')).map(({ name }) => name);

test('of three hundred transactions at once, a third rolled back: what was committed is there, the rest is not', async () => {
  const work = Array.from({ length: 300 }, (_, place) => place);
  const committed = await Promise.all(
    work.map((place) =>
      database
        .transaction(async () => {
          await add(`stress ${place} a`);
          await new Promise((resolve) => setTimeout(resolve, place % 4));
          await add(`stress ${place} b`);
          if (place % 3 === 0) throw new Error('rolled back');
          return place;
        })
        .catch(() => null),
    ),
  );
  const expected = committed
    .filter((place) => place !== null)
    .flatMap((place) => [`stress ${place} a`, `stress ${place} b`]);
  expect(expected).toHaveLength(400);
  expect((await names()).filter((name) => name.startsWith('stress'))).toEqual(expected.sort());
});

(isOnMysql ? test.skip : test)(
  'the file is for nobody else on the machine, and neither is what SQLite keeps beside it',
  () => {
    const file = own.url.slice('sqlite:'.length);
    const rights = (path: string) => (statSync(path).mode & 0o777).toString(8);
    expect(['', '-wal', '-shm'].map((ending) => rights(file + ending))).toEqual(['600', '600', '600']);

    const folder = `${file}.folder`;
    const old = join(folder, 'parley.sqlite');
    makeOwnFile(old);
    expect([rights(folder), rights(old)]).toEqual(['700', '600']);
    writeFileSync(`${old}-wal`, '');
    for (const path of [folder, old, `${old}-wal`]) chmodSync(path, 0o755);
    makeOwnFile(old);
    expect([folder, old, `${old}-wal`].map(rights)).toEqual(['755', '750', '750']);
    rmSync(folder, { recursive: true });
  },
);

(isOnMysql ? test.skip : test)('what was deleted is not left behind in the file', async () => {
  const file = own.url.slice('sqlite:'.length);
  const isThere = async () => {
    await sources.writing.query('PRAGMA wal_checkpoint(TRUNCATE)');
    return readFileSync(file).includes('Ermintrude');
  };
  await database.transaction(async () => {
    for (let place = 0; place < 200; place++) await add(`Ermintrude ${place}`);
  });
  expect(await isThere()).toBe(true);
  await database.transaction(() => database.run("DELETE FROM programs WHERE name LIKE 'Ermintrude%'"));
  expect(await isThere()).toBe(false);
});

test('nobody sees what is not committed yet', async () => {
  let seen: string[] = [];
  let look = async () => {};
  const looked = new Promise<void>((resolve) => (look = async () => resolve()));
  const outside = looked.then(async () => (seen = await names()));
  await database.transaction(async () => {
    await add('half done');
    await look();
    await outside;
  });
  expect(seen).not.toContain('half done');
  expect(await names()).toContain('half done');
});

test('a transaction within a transaction is part of it', async () => {
  const failed = database.transaction(async () => {
    await database.transaction(() => add('inner'));
    throw new Error('outer fails');
  });
  await expect(failed).rejects.toThrow('outer fails');
  expect(await names()).not.toContain('inner');
});

test('what waits for the commit happens after it, and not at all without it', async () => {
  const told: string[] = [];
  await database.transaction(async () => {
    database.afterCommit(async () => told.push((await names()).includes('told of') ? 'committed' : 'too early'));
    await add('told of');
  });
  await expect(
    database.transaction(async () => {
      database.afterCommit(() => told.push('never'));
      throw new Error('no');
    }),
  ).rejects.toThrow('no');
  expect(told).toEqual(['committed']);
});

test('a row that is there already is not inserted again, and the transaction goes on', async () => {
  const number = { programId: 0, number: '+12025550123' };
  await database.transaction(async () => {
    const program = await add('with opt-outs');
    const { OptOut } = await import('../../src/consent/opt-out.js');
    const row = { ...number, programId: program.id, since: new Date() };
    expect(await database.insertOnce(OptOut, row)).toBe(true);
    expect(await database.insertOnce(OptOut, row)).toBe(false);
    await add('after the duplicate');
  });
  expect(await names()).toContain('after the duplicate');
});

test('writing without a transaction is refused', async () => {
  await expect(database.run('DELETE FROM programs')).rejects.toThrow('inside database.transaction');
  if (database.dialect === 'sqlite') await expect(add('stray')).rejects.toThrow(/readonly/);
});

test('a text that is too long for its column is refused on both databases', async () => {
  await expect(database.transaction(() => add('x'.repeat(101)))).rejects.toThrow();
});

test('moments keep their milliseconds', async () => {
  const at = new Date('2026-11-22T12:00:00.123Z');
  const { id } = await database.transaction(() => database.manager.save(Program.named('precise', at)));
  expect((await database.manager.findOneByOrFail(Program, { id })).createdAt).toEqual(at);
});

(isOnMysql ? test : test.skip)(
  'while another process migrates a database, none begins to; one beside it may',
  async () => {
    const [beside, busy] = [await freshDatabase(), sources.writing.createQueryRunner()];
    const lock = `CONCAT('parley_migrations_', MD5(DATABASE()))`;
    await busy.query(`SELECT GET_LOCK(${lock}, 0)`);
    await expect(connect(own.url, 0)).rejects.toThrow('another process is still bringing it up to date');
    const { writing } = await connect(beside.url, 0);
    await writing.destroy();
    await beside.drop();
    await busy.query(`SELECT RELEASE_LOCK(${lock})`);
    await busy.release();
    const late = await connect(own.url, 0);
    await late.writing.destroy();
  },
);
