import { existsSync } from 'node:fs';
import { dirname, join } from 'node:path';

/** The folder of the project, whether this runs from `src/` or compiled from `dist/src/`. */
export const root = (() => {
  let folder = import.meta.dirname;
  while (!existsSync(join(folder, 'package.json'))) folder = dirname(folder);
  return folder;
})();
