import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, test } from '@jest/globals';
import { root } from '../src/root.js';

const read = (file: string) => readFileSync(join(root, file), 'utf8');
const names = (text: string, pattern: RegExp) => [...text.matchAll(pattern)].map(([, name]) => name).sort();

test('.env.example explains every setting that Parley reads, and no other', () => {
  const example = read('.env.example');
  const environment = read('src/config.ts').match(/^class Environment \{\n(.*?)^\}/ms)![1]!;
  const settings = names(environment, /^ +([A-Z_]+)\??: (?:string|number)(?:\[\])?;$/gm);

  expect(settings.length).toBeGreaterThan(10);
  expect(names(example, /^([A-Z_]+)=$/gm)).toEqual(settings);
  expect(example).not.toMatch(/^[A-Z_]+=.*\n(?=[A-Z_]+=)/m);
});
