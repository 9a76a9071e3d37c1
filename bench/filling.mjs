import { connect } from '../dist/src/database/data-sources.js';
import { Database } from '../dist/src/database/database.js';
import { Founding } from '../dist/src/founding/founding.js';
import { hashed } from '../dist/src/people/passwords.js';
import { columns, Office } from './office.mjs';

export const password = 'correct horse battery';
export const ourNumber = '+12025550100';

const staff = [
  ...Array.from({ length: 3 }, (_, index) => ({ role: 'Lead', email: `lead${index}@bench.example` })),
  ...Array.from({ length: 2 }, (_, index) => ({ role: 'Viewer', email: `viewer${index}@bench.example` })),
  ...Array.from({ length: 24 }, (_, index) => ({ role: 'Counselor', email: `counselor${index}@bench.example` })),
];

/** Founds a large and a small program in an empty database and fills them, table by table, through `bulk`. */
export async function fill({ url, bulk }, size) {
  const places = await found(url);
  const office = new Office({ ...size, places });
  await bulk.prepare();
  for (const table of Object.keys(columns)) await bulk.insert(table, columns[table], office.rows(table));
  await bulk.finish();
}

async function found(url) {
  const sources = await connect(url);
  const database = new Database(sources);
  const founding = new Founding(database);
  const common = {
    country: 'US',
    timeZone: 'America/New_York',
    adminName: 'Avery Collins',
    passwordHash: await hashed(password),
  };
  const large = { ...common, name: 'Northfield', number: ourNumber, email: 'admin@bench.example' };
  const small = { ...common, name: 'Otherton', number: '+12025550101', email: 'admin@small.example' };
  const programs = [await founding.found(large), await founding.found(small)];
  await database.transaction(() => database.run('UPDATE program_numbers SET segments_per_minute = 6000000'));
  await database.transaction(() => hire(database, founding, programs[0].id, common.passwordHash));
  const places = [];
  for (const { id } of programs) places.push(await place(database, id));
  await database.onApplicationShutdown();
  return places;
}

async function hire(database, founding, programId, passwordHash) {
  const roles = await database.query('SELECT id, name FROM roles WHERE program_id = ?', [programId]);
  for (const [index, { role, email }] of staff.entries()) {
    const { id } = roles.find(({ name }) => name === role);
    await founding.hire(email, `${role} ${String.fromCharCode(65 + (index % 26))}${index}`, passwordHash, {
      id,
      programId,
    });
  }
}

async function place(database, programId) {
  const ids = async (sql) => (await database.query(sql, [programId])).map(({ id }) => id);
  const members = `SELECT member.user_id AS id FROM memberships member JOIN roles role ON role.id = member.role_id
    WHERE member.program_id = ? AND role.permissions`;
  const seeingAll = await ids(`${members} LIKE '%view-all-conversations%' ORDER BY member.id`);
  const counselors = await ids(`${members} NOT LIKE '%view-all-conversations%' ORDER BY member.id`);
  return {
    programId,
    numberId: (await ids('SELECT id FROM program_numbers WHERE program_id = ?'))[0],
    types: await ids('SELECT id FROM contact_types WHERE program_id = ? ORDER BY position'),
    seeingAll,
    counselors: counselors.length ? counselors : seeingAll,
  };
}
