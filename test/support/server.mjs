import { spawn } from 'node:child_process';
import { accessSync, constants, mkdtempSync, statfsSync } from 'node:fs';
import { connect, createServer } from 'node:net';
import { tmpdir } from 'node:os';
import { delimiter, join } from 'node:path';

const folders = [...(process.env.PATH ?? '').split(delimiter), '/usr/sbin', '/usr/local/sbin', '/usr/lib/chromium'];

/** Where a program is installed: the first of these names that can be run. Servers often hide in sbin. */
export function installed(...names) {
  const places = names.flatMap((name) => folders.map((folder) => join(folder, name)));
  return places.find((place) => {
    try {
      accessSync(place, constants.X_OK);
      return true;
    } catch {
      return false;
    }
  });
}

/** A new throw-away folder, in memory where there is room: test databases need not survive a power cut. */
export function throwAwayFolder(name) {
  return mkdtempSync(join(hasRoom('/dev/shm') ? '/dev/shm' : tmpdir(), `parley-${name}-`));
}

/** A port of 127.0.0.1 that nobody listens on. */
export function freePort() {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const { port } = probe.address();
      probe.close(() => resolve(port));
    });
  });
}

// The shell waits for the end of its input, which comes when we close it, and also when we are killed.
const guard =
  'trap "" INT TERM HUP; "$@" </dev/null >/dev/null 2>&1 & read -r _; kill -9 $!; wait $!; rm -rf "$FOLDER"';

/** Starts a server that ends, and whose folder goes, with `stop()` or with this process, however that ends. */
export function launch(command, args, folder) {
  const shell = spawn('/bin/sh', ['-c', guard, 'sh', command, ...args], {
    detached: true,
    stdio: ['pipe', 'ignore', 'ignore'],
    env: { ...process.env, FOLDER: folder },
  });
  const ended = new Promise((resolve) => shell.once('exit', resolve));
  return {
    stop: async () => {
      shell.stdin.end();
      await ended;
    },
  };
}

/** Waits until something on the port speaks, after we have said `greeting`; whether it did in time. */
export async function speaks(port, { greeting, within = 30_000 }) {
  for (const end = Date.now() + within; Date.now() < end;) {
    if (await oneWord(port, greeting)) return true;
    await new Promise((resolve) => setTimeout(resolve, 30));
  }
  return false;
}

function oneWord(port, greeting) {
  return new Promise((resolve) => {
    const socket = connect(port, '127.0.0.1', () => greeting && socket.write(greeting));
    socket.setTimeout(1_000, () => socket.destroy());
    socket.once('data', () => {
      resolve(true);
      socket.destroy();
    });
    socket.once('error', () => socket.destroy());
    socket.once('close', () => resolve(false));
  });
}

function hasRoom(folder) {
  try {
    const { bavail, bsize } = statfsSync(folder);
    accessSync(folder, constants.W_OK);
    return bavail * bsize > 1_500_000_000;
  } catch {
    return false;
  }
}
