import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Note } from '../../src/conversations/note.js';
import { asDate } from '../../src/database/columns.js';
import { Event } from '../../src/events/event.js';
import type { Client } from '../support/client.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let jordan: Client;
let id: number;

beforeAll(async () => {
  parley = await Parley.start();
  jordan = await parley.as('jordan');
  await parley.text('+16175550111', 'The only text');
  id = await parley.conversationWith('+16175550111');
});
afterAll(() => parley?.close());

/** Pages of the thread from the newest on, by their Older links: the ids of what each shows, as it stands there. */
async function pages(): Promise<string[][]> {
  const found: string[][] = [];
  for (let path: string | undefined = `/conversations/${id}`; path;) {
    const { text } = await jordan.get(path);
    const thread = text.slice(text.indexOf('id="earlier"'), text.indexOf('data-to-newest'));
    found.push([...thread.matchAll(/<li id="([\w-]+)"/g)].map(([, key]) => key!));
    path = /href="([^"]+)" data-older/.exec(text)?.[1]?.replaceAll('&#x3D;', '=');
  }
  return found;
}

test('Every note and every line of a thread that has few texts is reached by Older, once and in order', async () => {
  const [text] = await parley.rows<{ at: string | Date }>('SELECT at FROM messages WHERE conversation_id = ?', [id]);
  const began = asDate(text!.at).getTime();
  // Five of each at the same moment, so that a page ends among such.
  const at = (n: number) => new Date(began + 1000 + 1000 * Math.floor(n / 5));
  const { program, jordan: by } = parley.cast;
  const own = { programId: program.id, conversationId: id };
  const kinds = ['resolved', 'reopened'] as const;
  await parley.database.transaction(async () => {
    const notes = Array.from({ length: 412 }, (_, n) => ({ ...own, body: `Note ${n}`, at: at(n), authorId: by.id }));
    await parley.database.manager.insert(Note, notes);
    const lines = Array.from({ length: 230 }, (_, n) => ({
      ...{ ...own, kind: kinds[n % 2]!, at: at(n), byUserId: by.id, isLine: true },
    }));
    await parley.database.manager.insert(Event, lines);
  });
  const rows = await parley.rows(
    'SELECT id FROM notes WHERE conversation_id = ? UNION ALL SELECT id FROM events WHERE conversation_id = ? AND is_line = 1',
    [id, id],
  );
  const found = await pages();
  const keys = found.flat();
  expect(new Set(keys).size).toBe(keys.length);
  expect(keys.filter((key) => key.startsWith('note-'))).toHaveLength(412);
  expect(keys).toHaveLength(rows.length + 1);
  expect(found.length).toBeLessThanOrEqual(4);
  const notesInOrder = found
    .toReversed()
    .flat()
    .filter((key) => key.startsWith('note-'));
  expect(notesInOrder).toEqual(notesInOrder.toSorted((one, other) => Number(one.slice(5)) - Number(other.slice(5))));
});

test('An address kept from before still shows what was older than a text', async () => {
  const [text] = await parley.rows<{ id: number; at: string | Date }>(
    'SELECT id, at FROM messages WHERE conversation_id = ?',
    [id],
  );
  const later = `/conversations/${id}?before=${asDate(text!.at).getTime() + 1}-${text!.id}`;
  expect((await jordan.get(later)).text).toContain('The only text');
  for (const odd of ['x', '1-1-message', '99999999999999-999999999-note', '1-2-line'])
    expect((await jordan.get(`/conversations/${id}?before=${odd}`)).status).toBe(200);
});
