import { setTimeout as wait } from 'node:timers/promises';
import { isOnMysql } from './database.js';
import type { Parley } from './parley.js';

/**
 * Has a method stop once before it does its work, until `goOn` is called; `reached` tells that somebody stands there. So a
 * test decides what happens in the middle of a transaction.
 */
export function stopped<Name extends string>(at: Record<Name, (...said: never[]) => Promise<unknown>>, name: Name) {
  const method = at[name];
  const [reached, reach] = promised();
  const [signal, goOn] = promised();
  at[name] = async (...said: never[]) => {
    at[name] = method;
    reach();
    await signal;
    return method.apply(at, said);
  };
  return { reached, goOn };
}

function promised(): [Promise<void>, () => void] {
  let keep: () => void = () => undefined;
  const promise = new Promise<void>((resolve) => (keep = resolve));
  return [promise, keep];
}

// MariaDB shows the same again to whoever asks within a tenth of a second.
const between = 120;

/**
 * Until this work is done, or stands behind a row that another transaction holds. On SQLite it stands behind its one writer,
 * which nobody can see.
 */
export async function doneOrStanding(parley: Parley, work: Promise<unknown>): Promise<void> {
  let isDone = !isOnMysql;
  void work.finally(() => (isDone = true)).catch(() => undefined);
  while (!isDone && !(await isStanding(parley))) await wait(between);
}

async function isStanding(parley: Parley): Promise<boolean> {
  const rows = await parley.rows(
    `SELECT 1 AS one FROM information_schema.innodb_trx trx JOIN information_schema.processlist own
       ON own.id = trx.trx_mysql_thread_id WHERE own.db = DATABASE() AND trx.trx_state = 'LOCK WAIT'`,
  );
  return rows.length > 0;
}
