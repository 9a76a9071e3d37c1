import { chmodSync, closeSync, existsSync, mkdirSync, openSync, statSync } from 'node:fs';
import { dirname } from 'node:path';

/** What SQLite keeps beside its file; new ones get the rights of the file. */
const beside = ['', '-wal', '-shm'];

/** Makes the folder of a file, which nobody else may look into. A folder that is there stays as it is. */
export const makeOwnFolder = (file: string) => mkdirSync(dirname(file), { recursive: true, mode: 0o700 });

/**
 * Makes the file of an SQLite database for nobody else to read: there are the texts of applicants in it. From one that is
 * there, as an earlier Parley made it, it takes what everybody on the machine may; a group that was let in stays in.
 */
export function makeOwnFile(file: string) {
  makeOwnFolder(file);
  closeSync(openSync(file, 'a', 0o600));
  for (const each of beside.map((ending) => file + ending).filter(existsSync)) {
    const { mode, uid } = statSync(each);
    // Only the owner can; whoever shares the file of another has arranged that.
    if (mode & 0o007 && uid === process.getuid?.()) chmodSync(each, mode & 0o770);
  }
}
