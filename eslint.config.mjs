import { readdirSync } from 'node:fs';
import js from '@eslint/js';
import { defineConfig } from 'eslint/config';
import ts from 'typescript-eslint';

// What a folder of src may import: the folders in the rows above its own, and nothing from its own row or below. Types too:
// whoever names a thing knows of it. Files directly in src tie everything together and may import anything.
const rows = [
  ['database', 'web'],
  ['programs'],
  ['mail'],
  ['people'],
  ['search', 'audit', 'push'],
  ['contacts'],
  ['consent'],
  ['events'],
  ['conversations'],
  ['merging'],
  ['attachments', 'routing', 'marketing', 'imports', 'editing'],
  ['sending'],
  ['vonage'],
  ['simulator'],
  ['notifications'],
  ['menu'],
  ['live'],
  ['reports', 'privacy'],
  ['settings'],
  ['founding', 'health'],
  ['demo'],
];

const folders = readdirSync(new URL('src', import.meta.url), { withFileTypes: true }).filter((e) => e.isDirectory());
const homeless = folders.map(({ name }) => name).filter((name) => !rows.flat().includes(name));
if (homeless.length) throw new Error(`Say in eslint.config.mjs who may import src/${homeless.join(', src/')}.`);

const oneDoor = 'Reach the database through src/database/database.ts, its one door.';
const doors = [
  { name: 'typeorm', importNames: ['Repository'], message: oneDoor },
  { name: '@nestjs/typeorm', message: oneDoor },
];

const directions = rows.flatMap((row, index) =>
  row.map((folder) => {
    const others = rows
      .slice(index)
      .flat()
      .filter((other) => other !== folder);
    const message = `src/${folder} stands above these in the table of eslint.config.mjs and must not know them.`;
    const patterns = others.length ? [{ regex: `^(\\.\\./)+(${others.join('|')})/`, message }] : [];
    return {
      files: [`src/${folder}/**/*.ts`],
      rules: { '@typescript-eslint/no-restricted-imports': ['error', { paths: doors, patterns }] },
    };
  }),
);

const everywhere = ['console', 'URL', 'URLSearchParams', 'AbortController', 'TextEncoder', 'TextDecoder', 'crypto'];
const clocks = ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'queueMicrotask', 'performance', 'fetch'];
const inNode = ['process', 'Buffer', 'setImmediate', 'Response', 'Request', 'Headers', 'FormData'];
const inBrowsers = [
  ...[
    'window',
    'document',
    'location',
    'history',
    'navigator',
    'localStorage',
    'sessionStorage',
    'htmx',
    'CSS',
    'Intl',
    'btoa',
  ],
  ...['EventSource', 'MutationObserver', 'IntersectionObserver', 'ResizeObserver', 'BroadcastChannel', 'FormData'],
  ...['Event', 'CustomEvent', 'HTMLElement', 'Element', 'Node', 'Notification', 'DOMParser', 'customElements'],
  ...['requestAnimationFrame', 'cancelAnimationFrame', 'getComputedStyle', 'matchMedia', 'Response', 'Headers'],
  ...['addEventListener', 'AbortSignal', 'Image', 'DataTransfer', 'File', 'createImageBitmap'],
];
const globals = (...names) =>
  Object.fromEntries([...everywhere, ...clocks, ...names].map((name) => [name, 'readonly']));

export default defineConfig(
  { ignores: ['node_modules/', 'dist/', 'data/', 'tmp/', 'public/vendor/'] },
  { linterOptions: { reportUnusedDisableDirectives: 'error' } },
  js.configs.recommended,
  {
    files: ['**/*.ts'],
    extends: [ts.configs.recommended],
    languageOptions: { parserOptions: { project: './tsconfig.check.json', tsconfigRootDir: import.meta.dirname } },
    rules: {
      '@typescript-eslint/no-explicit-any': 'error',
      '@typescript-eslint/no-floating-promises': 'error',
      '@typescript-eslint/no-misused-promises': 'error',
      '@typescript-eslint/await-thenable': 'error',
      '@typescript-eslint/no-restricted-imports': ['error', { paths: doors }],
    },
  },
  {
    files: ['src/**/*.ts', 'public/js/**/*.js'],
    rules: {
      'max-lines': ['error', { max: 200, skipBlankLines: true, skipComments: true }],
      'no-restricted-syntax': [
        'error',
        { selector: 'ExportDefaultDeclaration', message: 'Export it by its name.' },
        {
          selector: 'ClassDeclaration[id.name=/(Service|Manager|Helper|Utils?|Dto|Common)$/]',
          message: 'This word hides a noun: name the thing itself.',
        },
      ],
    },
  },
  ...directions,
  // The one list of all entities: TypeORM wants it, and nothing else in database/ knows a domain.
  { files: ['src/database/entities.ts'], rules: { '@typescript-eslint/no-restricted-imports': 'off' } },
  { files: ['**/*.mjs', '*.js'], languageOptions: { globals: globals(...inNode) } },
  { files: ['public/sw.js'], languageOptions: { globals: globals('self') } },
  { files: ['public/**/*.js'], languageOptions: { sourceType: 'module', globals: globals(...inBrowsers) } },
);
