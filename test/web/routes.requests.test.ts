import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Parley } from '../support/parley.js';

const people = ['avery', 'jordan', 'dana', 'sam', 'riley', 'olive', 'stranger'] as const;
type Person = (typeof people)[number];

interface Expected {
  fields?: Record<string, string>;
  query?: string;
  /** The answer to each of `people`, in their order. */
  statuses: number[];
}

// avery: Administrator. jordan: Lead. dana: Counselor, whose conversation it is. sam: Counselor, whose it is not.
// riley: Viewer. olive: Administrator of another program. Then somebody who is not signed in.
const table: Record<string, Expected> = {
  'GET /conversations': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /conversations/count': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /conversations/:id': { statuses: [200, 200, 200, 404, 200, 404, 303] },
  'POST /conversations/:id/reading': { statuses: [204, 204, 204, 404, 204, 404, 303] },
  'POST /conversations/:id/draft': { fields: { body: 'so far' }, statuses: [204, 204, 204, 404, 403, 404, 303] },
  'POST /conversations/:id/messages': { fields: { body: 'Hello' }, statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/notes': {
    fields: { body: 'Mind her school' },
    statuses: [303, 303, 303, 404, 403, 404, 303],
  },
  'POST /conversations/:id/assignment': { fields: { assignee: '' }, statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/resolution': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'DELETE /conversations/:id/resolution': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /conversations/:id/contact': { fields: { contact: '0' }, statuses: [404, 404, 404, 404, 403, 404, 303] },
  'GET /conversations/:id/watchers': { statuses: [200, 200, 200, 404, 200, 404, 303] },
  'POST /conversations/:id/presence': { statuses: [204, 204, 204, 404, 204, 404, 303] },
  'POST /conversations/bulk': {
    fields: { action: 'resolve', ids: ':id' },
    statuses: [303, 303, 303, 422, 403, 422, 303],
  },
  'GET /conversations/bulk/:job': { statuses: [200, 404, 404, 404, 403, 404, 303] },
  'POST /messages/:message/resend': { statuses: [303, 303, 303, 404, 403, 404, 303] },
  'POST /saved-views': { fields: { name: 'Mine', query: '' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'DELETE /saved-views/:id': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /contacts': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /contacts/new': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'POST /contacts': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 422, 303] },
  'GET /contacts/:contact': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /contacts/:contact/edit': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /contacts/:contact': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /contacts/:contact/conversations': { statuses: [200, 200, 200, 200, 200, 404, 303] },
  'GET /unknown-senders': { statuses: [200, 200, 403, 403, 403, 200, 303] },
  'GET /unknown-senders/:sender/link': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/link': { fields: { contact: '0' }, statuses: [404, 404, 403, 403, 403, 404, 303] },
  'GET /unknown-senders/:sender/contact': { statuses: [200, 200, 403, 403, 403, 404, 303] },
  'POST /unknown-senders/:sender/contact': { fields: { firstName: '' }, statuses: [422, 422, 403, 403, 403, 404, 303] },
  'GET /settings/deliveries': { statuses: [200, 403, 403, 403, 403, 200, 303] },
  // A text to a number of no program is nobody's yet: whoever manages settings may look after it.
  'POST /settings/deliveries/:misfit/retry': { statuses: [303, 403, 403, 403, 403, 303, 303] },
  'GET /phones': { statuses: [200, 200, 403, 403, 200, 200, 303] },
  'GET /phones/open': { query: '?number=6175550111', statuses: [303, 303, 403, 403, 303, 303, 303] },
  'GET /phones/:phone': { statuses: [200, 200, 403, 403, 200, 200, 303] },
  'POST /phones/:phone/texts': { fields: { body: '' }, statuses: [422, 422, 403, 403, 422, 422, 303] },
  'POST /phones/:phone/power': { fields: { off: '' }, statuses: [303, 303, 403, 403, 303, 303, 303] },
  'GET /live': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /live/changes': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'GET /live/counts': { statuses: [200, 200, 200, 200, 200, 200, 303] },
  'POST /preferences': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /program': { fields: { program: '0' }, statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'GET /login': { statuses: [303, 303, 303, 303, 303, 303, 200] },
  'POST /login': { fields: { email: 'x', password: 'y' }, statuses: [422, 422, 422, 422, 422, 422, 422] },
  'POST /logout': { statuses: [303, 303, 303, 303, 303, 303, 303] },
  'POST /webhooks/vonage/inbound': { statuses: [503, 503, 503, 503, 503, 503, 503] },
  'POST /webhooks/vonage/status': { statuses: [503, 503, 503, 503, 503, 503, 503] },
  'GET /healthz': { statuses: [200, 200, 200, 200, 200, 200, 200] },
  'GET /readyz': { statuses: [200, 200, 200, 200, 200, 200, 200] },
  'GET /metrics': { statuses: [200, 200, 200, 200, 200, 200, 200] },
};

let parley: Parley;
let places: Record<string, string>;
const number = '+16175550111';

beforeAll(async () => {
  parley = await Parley.start();
  await parley.text(number, 'Hello');
  await parley.text('+13125550199', 'Who is this?');
  await parley.text(number, 'lost', { to: '19995550100' });
  const id = await parley.conversationWith(number);
  await giveToDana(id);
  const avery = await parley.as('avery');
  await avery.post(`/conversations/${id}/messages`, { body: 'It failed' });
  await parley.flush();
  const job = (
    await avery.post('/conversations/bulk', {
      action: 'assign',
      assignee: String(parley.cast.dana.id),
      ids: String(id),
    })
  ).location;
  const one = async (sql: string) => (await parley.rows<{ id: number }>(sql))[0]!.id;
  places = {
    ':id': String(id),
    ':job': job!.split('/').at(-1)!,
    ':message': String(await one("SELECT MAX(id) AS id FROM messages WHERE direction = 'outbound'")),
    ':contact': String(parley.cast.maya.id),
    ':sender': String(await parley.conversationWith('+13125550199')),
    ':misfit': String(await one("SELECT MAX(id) AS id FROM webhooks WHERE state = 'misfit'")),
    ':phone': number.slice(1),
  };
});
afterAll(() => parley?.close());

test('every route is in the table, and the table has no route that is gone', () => {
  const router = parley.app.getHttpAdapter().getInstance().router as {
    stack: { route?: { path: string; methods: Record<string, boolean> } }[];
  };
  const routes = router.stack.flatMap(({ route }) =>
    route && !route.path.includes('*')
      ? Object.keys(route.methods).map((method) => `${method.toUpperCase()} ${route.path}`)
      : [],
  );
  const shape = (route: string) => route.replace(/:\w+/g, ':');
  expect(new Set(routes.map(shape))).toEqual(new Set(Object.keys(table).map(shape)));
});

test.each(Object.entries(table))(
  '%s answers each as they may',
  async (route, { fields = {}, query = '', statuses }) => {
    const [method, pattern] = route.split(' ') as [string, string];
    const path = pattern.replace(/:\w+/g, (name) => places[name]!) + query;
    const answers: Record<string, number> = {};
    for (const person of people) {
      await restore();
      answers[person] = await ask(person, method, path, fields);
    }
    expect(answers).toEqual(Object.fromEntries(people.map((person, place) => [person, statuses[place]])));
  },
);

async function ask(person: Person, method: string, path: string, fields: Record<string, string>): Promise<number> {
  const isFatal = path === '/logout' || path === '/login';
  const client =
    person === 'stranger' ? parley.stranger() : isFatal ? await parley.again(person) : await parley.as(person);
  if (path === '/live') return status(client.base + path, client.cookies);
  const said = Object.fromEntries(Object.entries(fields).map(([name, value]) => [name, places[value] ?? value]));
  const answer =
    method === 'GET'
      ? await client.get(path)
      : method === 'DELETE'
        ? await client.delete(path)
        : await client.post(path, said);
  if (person === 'stranger' && answer.status === 303 && path !== '/logout') expect(answer.location).toMatch(/^\/login/);
  return answer.status;
}

async function status(url: string, cookie: string): Promise<number> {
  const stream = new AbortController();
  const response = await fetch(url, { headers: { Cookie: cookie }, redirect: 'manual', signal: stream.signal });
  stream.abort();
  return response.status;
}

async function restore() {
  await giveToDana(Number(places[':id']));
  await parley.write("UPDATE messages SET status = 'failed' WHERE id = ?", [Number(places[':message'])]);
}

function giveToDana(id: number) {
  return parley.write("UPDATE conversations SET status = 'open', assignee_id = ? WHERE id = ?", [
    parley.cast.dana.id,
    id,
  ]);
}
