import Sqlite from 'better-sqlite3';
import { createConnection } from 'mysql2/promise';
import { ourNumber } from './filling.mjs';
import { planted } from './office.mjs';
import { signatureSecret } from './parley-process.mjs';

/** Asks a database directly, past Parley. */
export async function ask(url, sql) {
  if (url.startsWith('sqlite:')) {
    const db = new Sqlite(url.slice(7), { readonly: true });
    const rows = db.prepare(sql).all();
    db.close();
    return rows;
  }
  const connection = await createConnection({ uri: url, dateStrings: true });
  const [rows] = await connection.query(sql);
  await connection.end();
  return rows;
}

const several = 200;
/** Nearly: the day may be another one where the office is. */
const year = 364 * 86_400_000;

/** What is measured: who asks for what. `targets` are taken in turn. */
export async function jobsOn(url, parley) {
  const lead = await parley.signIn('lead0@bench.example');
  const counselor = await parley.signIn('counselor0@bench.example');
  const page = (name, cookie, ...targets) => ({ name, kind: 'page', cookie, targets, status: 200, writes: false });
  const { deep, threads, numbers } = await targetsOn(url);
  return [
    page('list', lead, '/conversations'),
    page('list, 100 pages down', lead, `/conversations?after=${deep}`),
    page('list, as a counselor', counselor, '/conversations'),
    page('thread', lead, ...threads.map((id) => `/conversations/${id}`)),
    page('search: rare word', lead, `/conversations?status=any&q=${planted}`),
    page('search: common word', lead, '/conversations?q=transcript'),
    page('search: common word, as a counselor', counselor, '/conversations?q=transcript'),
    page('search: two common words', lead, '/conversations?q=financial+aid'),
    page('search: whole number', lead, '/conversations?status=any&q=(314)+555-0042'),
    page('search: last four digits', lead, '/conversations?q=0042'),
    page('search: first name', lead, '/conversations?q=maya'),
    page('reports', lead, '/reports'),
    page('reports, of a year', lead, `/reports?from=${new Date(Date.now() - year).toISOString().slice(0, 10)}`),
    { name: 'send', kind: 'send', cookie: lead, targets: threads, status: 303, writes: true },
    {
      name: 'inbound webhook',
      kind: 'inbound',
      secret: signatureSecret,
      to: ourNumber,
      targets: numbers,
      status: 200,
      writes: true,
    },
  ];
}

/** Every filter on its own, for those who see all and for those who see their own. */
export async function filtersOn(url, parley) {
  const who = {
    Lead: await parley.signIn('lead1@bench.example'),
    counselor: await parley.signIn('counselor1@bench.example'),
  };
  const [{ id }] = await ask(url, "SELECT id FROM users WHERE email = 'counselor1@bench.example'");
  const [{ type }] = await ask(url, 'SELECT MAX(id) AS type FROM contact_types WHERE program_id = 1');
  const [{ number }] = await ask(url, 'SELECT id AS number FROM program_numbers WHERE program_id = 1');
  const asked = [
    'status=any',
    'status=resolved',
    'view=mine',
    `assignee=${id}`,
    `assignee=${id}&status=any`,
    'assignee=none',
    `type=${type}`,
  ];
  asked.push(
    `type=${type}&status=any`,
    `number=${number}`,
    'unread=1',
    'unread=1&status=any',
    'waiting=1',
    'failed=1',
    'failed=1&status=resolved',
  );
  asked.push('failed=1&status=any', 'optedOut=1', 'optedOut=1&status=any', 'since=today', 'since=month&status=any');
  asked.push(
    'assignee=none&waiting=1&failed=1',
    'unread=1&waiting=1&optedOut=1&status=any',
    `q=the&type=${type}`,
    'q=th&status=any',
  );
  const paths = [...new Set(asked)].map((query) => `/conversations?${query}`);
  paths.push(
    '/conversations/count?status=any',
    '/conversations/count?q=transcript&status=any',
    '/contacts',
    '/contacts?q=maya',
    '/live/counts',
  );
  return paths.map((path) => ({ path, who }));
}

async function targetsOn(url) {
  const [row] = await ask(
    url,
    `SELECT id, last_activity_at AS at FROM conversations WHERE program_id = 1 AND status = 'open' AND is_listed = 1
     ORDER BY last_activity_at DESC, id DESC LIMIT 1 OFFSET ${await offset(url)}`,
  );
  const threads = await ask(
    url,
    `SELECT conversation.id, conversation.number FROM conversations conversation
     JOIN messages message ON message.conversation_id = conversation.id
     LEFT JOIN opt_outs opted ON opted.number = conversation.number
     WHERE conversation.program_id = 1 AND conversation.status = 'open' AND opted.id IS NULL AND conversation.id < 20000
     GROUP BY conversation.id, conversation.number HAVING COUNT(*) BETWEEN 20 AND 60 LIMIT ${several}`,
  );
  if (threads.length < several / 10) throw new Error('There are too few conversations to measure.');
  const deep = `${Date.parse(`${row.at.replace(' ', 'T')}Z`)}-${row.id}`;
  return { deep, threads: threads.map(({ id }) => id), numbers: threads.map(({ number }) => number) };
}

async function offset(url) {
  const [{ count }] = await ask(
    url,
    "SELECT COUNT(*) AS count FROM conversations WHERE program_id = 1 AND status = 'open'",
  );
  return Math.min(5000, Math.floor(count / 2));
}
