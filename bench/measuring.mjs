import { fork } from 'node:child_process';
import { once } from 'node:events';
import { inRoot } from '../bin/parts/folder.mjs';

/** The two helpers of a measurement, each a process: who makes the load, and the floors. */
export async function startChildren(databaseUrl) {
  const options = { serialization: 'advanced', stdio: 'inherit' };
  const load = fork(inRoot('bench/load.mjs'), [], { ...options, stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const floors = fork(inRoot('bench/floors.mjs'), [databaseUrl], {
    ...options,
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  const [{ ports }] = await once(floors, 'message');
  return {
    ports,
    floorsPid: floors.pid,
    under: (wish) => asked(load, wish),
    prepare: (wish) => asked(floors, wish),
    stop: () => [load, floors].forEach((child) => child.kill()),
  };
}

async function asked(child, wish) {
  child.send(wish);
  const [answer] = await once(child, 'message');
  return answer;
}

/** One job at each number of connections: Parley, then the floors at once after it, so that all meet the same machine. */
export async function measureJob({ job, recorded, parley, children, idle, connections, seconds }) {
  const odd = recorded.find(({ status }) => status !== job.status);
  if (odd) throw new Error(`${job.name} answered ${odd.status} instead of ${job.status}.`);
  const bytes = Math.round(recorded.reduce((sum, one) => sum + one.bytes, 0) / recorded.length);
  const statements = recorded.map((one) => one.statements);
  await children.prepare({ recorded: statements, bytes });
  const rows = [];
  for (const count of connections) {
    // The compiler of JavaScript needs some hundred rounds until it is done.
    const cell = { connections: count, seconds, warmUp: count === connections[0] ? 600 : 50 };
    const { port, child } = parley;
    const own = await children.under({ ...cell, job, port, pid: child.pid, status: job.status });
    await idle();
    const page = { ...job, kind: 'page', targets: ['/'], writes: false };
    const floor = (port) => children.under({ ...cell, job: page, port, pid: children.floorsPid, status: 200 });
    const sql = await floor(children.ports.sql);
    const http = await floor(children.ports.bytes);
    for (const result of [own, sql, http])
      if (Object.keys(result.odd).length)
        console.error(`  ${job.name}: unexpected answers ${JSON.stringify(result.odd)}`);
    rows.push({
      job: job.name,
      connections: count,
      bytes,
      queries: median(statements.map((all) => all.length)),
      own,
      sql,
      http,
    });
  }
  return rows;
}

/** How long each filter takes, for somebody who sees all and for somebody who doesn't, one request at a time. */
export async function measureFilters(filters, parley, children) {
  const rows = [];
  for (const { path, who } of filters) {
    const row = { path };
    for (const [name, cookie] of Object.entries(who)) {
      const job = { kind: 'page', cookie, targets: [path], writes: false };
      const wish = { job, port: parley.port, connections: 1, seconds: 0.5, warmUp: 10, status: 200 };
      row[name] = await children.under(wish);
    }
    rows.push(row);
  }
  return rows;
}

const median = (values) => values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)];
