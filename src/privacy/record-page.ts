import Handlebars from 'handlebars';
import type { FieldChange } from '../contacts/contact-change.js';
import type { Contact } from '../contacts/contact.js';
import { asset } from '../web/helpers.js';
import { full } from '../web/moments.js';
import { stylePath } from '../web/stylesheet.js';
import { type Cell, type Entry, type Section, together } from './record-sections.js';

const { escapeExpression: escape } = Handlebars;

/** What is said in full, below the rest. */
const words = ['text', 'note', 'what', 'value'];

/**
 * The sections as a page of its own, a few hundred entries at a time. Not a template, because these make a page whole before
 * the first of it is sent.
 */
export async function* recordPage(
  { id, name }: Pick<Contact, 'id' | 'name'>,
  made: string,
  sections: Section[],
  zone: string,
): AsyncGenerator<string> {
  const title = escape(`Everything known about ${name}`);
  yield `<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><meta name="viewport" content="width=device-width, initial-scale=1">
<meta name="color-scheme" content="light dark"><link rel="stylesheet" href="${asset(stylePath)}"><title>${title}</title></head>
<body class="export"><main>
<header><h1>${title}</h1><p>${escape(made)}</p>
<p class="no-print"><a class="button" href="/contacts/${id}/privacy">Back to the record</a></p></header>
`;
  for (const { key, title: heading, entries } of sections) {
    yield `<section aria-labelledby="${key}"><h2 id="${key}">${escape(heading)}</h2>\n`;
    let isEmpty = true;
    for await (const some of together(entries())) {
      yield `${isEmpty ? '<ol>' : ''}${some.map((entry) => itemOf(entry, zone)).join('\n')}`;
      isEmpty = false;
    }
    yield isEmpty ? '<p>None</p></section>\n' : '</ol></section>\n';
  }
  yield '</main></body></html>\n';
}

function itemOf(entry: Entry, zone: string): string {
  const said = Object.entries(entry).filter(([, value]) => value !== null && value !== '' && value !== false);
  const facts = said
    .filter(([key]) => !words.includes(key) && key !== 'fields' && key !== 'picture')
    .map(([key, value]) => `<span>${labelOf(key)}${escape(inWords(value, zone))}</span>`);
  const rest = said
    .filter(([key]) => words.includes(key))
    .map(([, value]) => `<p class="words" dir="auto">${escape(inWords(value, zone))}</p>`);
  const changes = ((entry['fields'] ?? []) as FieldChange[]).map(
    ({ field, from, to }) =>
      `<li>${escape(field)}: ${from ? `<del>${escape(from)}</del> ` : ''}<ins>${escape(to)}</ins></li>`,
  );
  const picture = entry['picture'] ? `<img src="${escape(String(entry['picture']))}" alt="">` : '';
  const kind = 'field' in entry ? ' class="pair"' : '';
  return `<li${kind}><p class="facts">${facts.join(' ')}</p>${rest.join('')}${picture}${changes.length ? `<ul>${changes.join('')}</ul>` : ''}</li>`;
}

// When it was needs no label, and a field is one.
const labelOf = (key: string) =>
  key === 'at' || key === 'field'
    ? ''
    : `<b>${key[0]!.toUpperCase()}${key.slice(1).replace(/[A-Z]/g, (letter) => ` ${letter.toLowerCase()}`)}</b> `;

const inWords = (value: Cell, zone: string): string => (value instanceof Date ? full(value, zone) : String(value));
