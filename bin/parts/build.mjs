import { createHash } from 'node:crypto';
import { existsSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { filesIn, inRoot } from './folder.mjs';
import { captured, node24 } from './node24.mjs';

const sourceFolders = ['src', 'migrations'];
const note = inRoot('dist/.built');
const tsc = inRoot('node_modules/typescript/bin/tsc');

/** Compiles `src` and `migrations` into `dist`, unless nothing has changed since the last time. */
export async function build() {
  const state = stateOfSources();
  // Without the files that it wrote, what TypeScript remembers of the last build would keep it from writing them.
  if (!existsSync(inRoot('dist/src'))) rmSync(inRoot('dist'), { recursive: true, force: true });
  if (existsSync(note) && readFileSync(note, 'utf8') === state) return;

  console.log('Building …');
  rmSync(note, { force: true });
  const { code, output } = await captured(node24(), [tsc, '-p', 'tsconfig.json']);
  if (code !== 0) throw new Failure(`The sources do not compile:\n\n${output.trim()}`);
  removeLeftovers();
  writeFileSync(note, state);
}

function stateOfSources() {
  const hash = createHash('sha256');
  for (const file of [...sourceFolders.flatMap(filesIn), 'tsconfig.json', 'package-lock.json'].sort()) {
    const { mtimeMs, size } = statSync(inRoot(file));
    hash.update(`${file} ${mtimeMs} ${size}\n`);
  }
  return hash.digest('hex');
}

// TypeScript leaves the output of a source that is gone, and a leftover migration or entity would still be loadable.
function removeLeftovers() {
  for (const file of sourceFolders.flatMap((folder) => filesIn(`dist/${folder}`))) {
    const source = file.replace(/^dist\//, '').replace(/\.js(\.map)?$/, '.ts');
    if (!existsSync(inRoot(source))) rmSync(inRoot(file));
  }
}
