import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { Failure } from './failure.mjs';
import { inRoot, root } from './folder.mjs';

const [major, minor] = process.versions.node.split('.').map(Number);
const isNewEnough = major > 24 || (major === 24 && minor >= 11);
const signals = ['SIGTERM', 'SIGINT', 'SIGHUP'];

// Not node_modules/.bin/node: npm 10 drops that link when one of two optional packages with the same bin is skipped.
const bundled = inRoot('node_modules', `node-${process.platform}-${process.arch}`, 'bin', 'node');

/** Where a Node of at least 24.11 is: this very one, or the one that npm installed into the project. */
export function node24() {
  if (isNewEnough) return process.execPath;
  if (existsSync(bundled)) return bundled;
  throw new Failure(
    `Parley runs on Node 24.11 or newer. This is ${process.version}, and npm has installed no newer one for ` +
      `${process.platform}-${process.arch}: install Node 24, or run "npm ci" again without --omit=optional.`,
  );
}

/** Runs a program on Node 24 in the foreground, hands signals on to it, and answers its exit code. */
export function runOnNode24(args, options = {}) {
  return settled(spawn(node24(), args, { cwd: root, stdio: 'inherit', ...options }));
}

/** The exit code of a child that is told of every signal this process gets; 128 + n when a signal ended it. */
export function settled(child) {
  const handOn = Object.fromEntries(signals.map((signal) => [signal, () => child.kill(signal)]));
  for (const signal of signals) process.on(signal, handOn[signal]);
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('exit', (code, signal) => resolve(code ?? 128 + ({ SIGINT: 2, SIGKILL: 9, SIGTERM: 15 }[signal] ?? 1)));
  }).finally(() => signals.forEach((signal) => process.off(signal, handOn[signal])));
}

/** Runs a command to its end and keeps what it prints: `{ code, output }`. */
export function captured(command, args, options = {}) {
  const child = spawn(command, args, { cwd: root, stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const pieces = [];
  child.stdout.on('data', (piece) => pieces.push(piece));
  child.stderr.on('data', (piece) => pieces.push(piece));
  return new Promise((resolve, reject) => {
    child.on('error', reject);
    child.on('close', (code) => resolve({ code: code ?? 1, output: Buffer.concat(pieces).toString() }));
  });
}
