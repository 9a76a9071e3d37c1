import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';

/** The folder of the project. */
export const root = fileURLToPath(new URL('../..', import.meta.url));

/** A path in the project, from its root. */
export const inRoot = (...path) => join(root, ...path);

/** Every file below a folder of the project, as paths from the root; none when the folder isn't there. */
export function filesIn(folder) {
  try {
    return readdirSync(inRoot(folder), { withFileTypes: true }).flatMap((entry) =>
      entry.isDirectory() ? filesIn(`${folder}/${entry.name}`) : [`${folder}/${entry.name}`],
    );
  } catch (error) {
    if (error.code === 'ENOENT') return [];
    throw error;
  }
}
