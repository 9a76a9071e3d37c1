import { createServer, connect, type AddressInfo, type Socket } from 'node:net';
import type { Route } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from '@jest/globals';
import { type Desk, Office } from '../support/browser.js';
import { Parley } from '../support/parley.js';

let parley: Parley;
let office: Office;
let maya: number;
let line: Awaited<ReturnType<typeof telephoneLine>>;

const mayas = '+16175550111';
const leos = '+16175550112';

beforeAll(async () => {
  parley = await Parley.start();
  office = await Office.open(parley);
  line = await telephoneLine(Number(new URL(parley.url).port));
  await parley.text(mayas, 'Is my transcript there?');
  maya = await parley.conversationWith(mayas);
});
afterEach(async () => expect(await office.leave()).toEqual([]));
afterAll(async () => {
  line?.close();
  await office?.close();
  await parley?.close();
});

test('What happens between loading a page and listening is not missed', async () => {
  const jordan = await office.desk('jordan');
  const late = async (route: Route) => {
    await parley.text(mayas, 'Texted just then');
    await route.continue();
  };
  await jordan.page.route(/\/live\?/, late, { times: 1 });
  await jordan.opens(`/conversations/${maya}`);
  await jordan.sees('Texted just then');
});

test('A line that is cut says so, comes back by itself and brings what was missed, each once', async () => {
  const list = await cutOff(await office.desk('jordan'), '/conversations');
  const thread = await cutOff(await office.desk('avery'), `/conversations/${maya}`);
  await line.cut();
  await list.sees('Connection lost. Reconnecting…');
  await thread.sees('Connection lost. Reconnecting…');
  await threeThings('while the line was cut');
  line.mend();
  for (const desk of [list, thread]) await desk.misses('Connection lost');
  await seesThreeThings(list, thread, 'while the line was cut');
}, 60_000);

// What answers after the network is gone would show that it is still there.
async function listening(desk: Desk, path: string) {
  const line = desk.page.waitForResponse(/\/live\?/);
  await desk.opens(path);
  await line;
  return desk;
}

test('So does a computer that loses its network', async () => {
  const list = await listening((await office.desk('jordan')).foresee(offline), '/conversations');
  const thread = await listening((await office.desk('avery')).foresee(offline), `/conversations/${maya}`);
  for (const desk of [list, thread]) await desk.page.context().setOffline(true);
  await thread.page.locator('.reply textarea').fill('Typed without a network');
  await thread.sees('Connection lost. Reconnecting…');
  await threeThings('without a network');
  await thread.page.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.sees('What you typed is still here');
  for (const desk of [list, thread]) await desk.page.context().setOffline(false);
  await seesThreeThings(list, thread, 'without a network');
  expect(await thread.page.locator('.reply textarea').inputValue()).toBe('Typed without a network');
  await thread.page.getByRole('button', { name: 'Send', exact: true }).click();
  await thread.sees(thread.page.locator('.bubble', { hasText: 'Typed without a network' }));
}, 60_000);

test('Where streams don’t get through, pages ask instead', async () => {
  const list = (await office.desk('jordan')).foresee(offline);
  const thread = (await office.desk('avery')).foresee(offline);
  await list.page.route(/\/live\?/, (route) => route.abort());
  // A proxy that keeps the stream to itself until it ends.
  await thread.page.route(/\/live\?/, () => {});
  await list.opens('/conversations');
  await thread.opens(`/conversations/${maya}`);
  await threeThings('without a stream');
  await seesThreeThings(list, thread, 'without a stream', 25_000);
  expect(await list.page.locator('#connection').textContent()).toBe('');
}, 60_000);

const offline = /Failed to fetch|net::ERR_/;

async function threeThings(when: string) {
  await parley.text(mayas, `Maya wrote ${when}`);
  await parley.text(leos, `Leo wrote ${when}`);
  const jordan = await parley.as('jordan');
  await jordan.post(`/conversations/${maya}/notes`, { body: `Jordan noted ${when}` });
  await jordan.post(`/conversations/${maya}/messages`, { body: `Jordan answered ${when}` });
}

async function seesThreeThings(list: Desk, thread: Desk, when: string, within = 15_000) {
  await list.sees(list.page.locator('.row-text', { hasText: `Leo wrote ${when}` }), within);
  await list.sees(list.page.locator('.row-text', { hasText: `Jordan answered ${when}` }), within);
  expect(await list.page.locator('.row').count()).toBe(2);
  await thread.sees(thread.page.locator('.bubble', { hasText: `Jordan answered ${when}` }), within);
  for (const said of ['Maya wrote', 'Jordan noted', 'Jordan answered']) {
    expect(
      await thread.page
        .locator('.bubble, .note-body')
        .filter({ hasText: `${said} ${when}` })
        .count(),
    ).toBe(1);
  }
}

/** Sits down behind the line that can be cut. */
async function cutOff(desk: Desk, path: string) {
  return desk.foresee(offline).opens(line.url + path);
}

/** A line to the server that can be cut. */
async function telephoneLine(port: number) {
  const sockets = new Set<Socket>();
  const keep = (socket: Socket) =>
    sockets.add(socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket)));
  let isCut = false;
  const server = createServer((caller) => {
    if (isCut) return void caller.destroy();
    const callee = connect(port, '127.0.0.1');
    keep(caller).add(callee);
    keep(callee);
    caller.pipe(callee).pipe(caller);
    caller.on('close', () => callee.destroy());
    callee.on('close', () => caller.destroy());
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    cut: async () => {
      isCut = true;
      for (const socket of sockets) socket.destroy();
    },
    mend: () => {
      isCut = false;
    },
    close: () => {
      for (const socket of sockets) socket.destroy();
      server.close();
    },
  };
}
