import { expect, test } from '@jest/globals';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { root } from '../../src/root.js';
import { asset } from '../../src/web/helpers.js';
import { stylePath, stylesheet } from '../../src/web/stylesheet.js';

const folder = join(root, 'public', 'css');

test('every file of styles is in the one that browsers ask for, whole and once', () => {
  const all = stylesheet();
  expect(all).not.toContain('@import');
  const files = readdirSync(folder).filter((name) => name !== 'app.css');
  expect(files.length).toBeGreaterThan(20);
  for (const name of files) expect(all.split(readFileSync(join(folder, name), 'utf8'))).toHaveLength(2);
});

test('its address says that one has the newest', () =>
  expect(asset(stylePath)).toMatch(/^\/css\/app\.css\?v=[0-9a-f]{10}$/));
