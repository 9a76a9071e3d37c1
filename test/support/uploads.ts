import { ImportRounds } from '../../src/imports/import-rounds.js';
import type { Client } from './client.js';
import type { Parley } from './parley.js';

/** Posts a file as a browser does. */
export async function upload(
  client: Client,
  content: string | Uint8Array,
  fields: Record<string, string> = {},
  name = 'people.csv',
) {
  const body = new FormData();
  for (const [field, value] of Object.entries(fields)) body.append(field, value);
  body.append('file', new Blob([Buffer.from(content)]), name);
  const headers = { Cookie: client.cookies, 'Sec-Fetch-Site': 'same-origin' };
  const answer = await fetch(`${client.base}/contacts/imports`, { method: 'POST', body, headers, redirect: 'manual' });
  return { status: answer.status, text: await answer.text(), url: answer.headers.get('location') ?? '' };
}

/** Goes through all that imports have to go through. */
export async function throughAll(parley: Parley) {
  const rounds = parley.app.get(ImportRounds);
  while (await rounds.round());
}

/** The reasons that a page gives, by line. */
export const refusedIn = (text: string) =>
  [...text.matchAll(/Line <\/span>([\d,]+)<\/td>[^]*?<ul class="problems">([^]*?)<\/ul>/g)].map(
    ([, line, problems]) => `${line}: ${problems!.replace(/<li>/g, '').replaceAll('</li>', ' ').trim()}`,
  );

/** The figures of a page: "New contacts 2". */
export const figuresIn = (text: string) =>
  [...text.matchAll(/<dt>([^<]*)<\/dt><dd>([\d,]+)<\/dd>/g)].map(([, label, count]) => `${label} ${count}`);
