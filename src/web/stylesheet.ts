import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { RequestHandler, Response } from 'express';
import { root } from '../root.js';

export const stylePath = '/css/app.css';

const folder = join(root, 'public', 'css');

/** What `public/css/app.css` imports, in its order: one file for a browser to ask for instead of thirty. */
export const stylesheet = (): string =>
  readFileSync(join(root, 'public', stylePath), 'utf8').replace(
    /@import ['"]\.\/([\w-]+\.css)['"];/g,
    (_, name: string) => readFileSync(join(folder, name), 'utf8'),
  );

/** Answers with all styles in one. */
export function styles(headers: (response: Response) => void): RequestHandler {
  const css = stylesheet();
  return (_, response) => {
    headers(response);
    response.type('css').send(css);
  };
}
