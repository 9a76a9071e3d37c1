import { copyFileSync, existsSync, mkdirSync, readFileSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inRoot } from './folder.mjs';
import { captured } from './node24.mjs';

/** Installs what package-lock.json asks for, unless it is installed already. */
export async function installPackages() {
  if (areInstalled()) return;
  if (process.versions.node.split('.')[0] < 20) {
    throw new Failure(`Installing Parley needs Node 20 or newer with its npm; this is ${process.version}.`);
  }
  console.log('Installing packages (about half a minute, the first time) …');
  const { code, output } = await npm([
    'ci',
    '--include=dev',
    '--include=optional',
    '--loglevel=error',
    '--no-progress',
  ]);
  if (code !== 0) throw new Failure(reasonFor(output));
}

/** The one script of others that browsers load is a copy of the installed package, so that the two never differ. */
export function copyVendoredScripts() {
  const [from, to] = [inRoot('node_modules/htmx.org/dist/htmx.min.js'), inRoot('public/vendor/htmx.min.js')];
  if (existsSync(to) && readFileSync(from).equals(readFileSync(to))) return;
  mkdirSync(inRoot('public/vendor'), { recursive: true });
  copyFileSync(from, to);
}

// npm notes what it installed in node_modules, as its last step: an interrupted installation has no such note.
function areInstalled() {
  const note = inRoot('node_modules/.package-lock.json');
  if (!existsSync(note)) return false;
  const installed = packagesOf(note);
  return Object.entries(packagesOf(inRoot('package-lock.json'))).every(
    ([path, { version, optional }]) => path === '' || optional || installed[path]?.version === version,
  );
}

const packagesOf = (file) => JSON.parse(readFileSync(file, 'utf8')).packages;

async function npm(args) {
  const cli = process.env.npm_execpath?.endsWith('npm-cli.js') ? process.env.npm_execpath : undefined;
  try {
    return await (cli ? captured(process.execPath, [cli, ...args]) : captured('npm', args));
  } catch (error) {
    if (error.code === 'ENOENT') throw new Failure('npm was not found. It comes with Node: install Node 20 or newer.');
    throw error;
  }
}

const reasons = [
  [
    /ENOTFOUND|EAI_AGAIN|ECONNREFUSED|ECONNRESET|ETIMEDOUT|ENETUNREACH|FETCH_ERROR|network/i,
    'The packages could not be downloaded, because the package registry does not answer. Check the network (and ' +
      'npm’s registry and proxy settings), then run the same command again.',
  ],
  [/ENOSPC/, 'The packages could not be installed, because the disk is full. They need about 500 MB.'],
  [/EACCES|EPERM|EROFS/, 'The packages could not be installed, because this user may not write to node_modules.'],
  [/EUSAGE|in sync/, 'package.json and package-lock.json do not agree. Run "npm install" and commit both files.'],
];

function reasonFor(output) {
  const sentence = reasons.find(([sign]) => sign.test(output))?.[1] ?? 'npm could not install the packages.';
  const said = output.split('\n').filter((line) => line.trim() && !/^npm error\s+at /.test(line));
  return `${sentence}\n\nWhat npm said:\n${said.slice(0, 10).join('\n')}`;
}
