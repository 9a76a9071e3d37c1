import { createHash, randomUUID } from 'node:crypto';
import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import Handlebars from 'handlebars';
import { countInWords } from '#segments';
import { root } from '../root.js';
import { ago, clock, day, dayWithin, full } from './moments.js';
import { stylePath, stylesheet } from './stylesheet.js';

type Options = Handlebars.HelperOptions;
interface Choice {
  value: string | number;
  label: string;
  isSelected?: boolean;
}
const { escapeExpression: escape, SafeString } = Handlebars;
const html = (markup: string) => new SafeString(markup);
const attributes = (values: Record<string, string>) =>
  html(
    Object.entries(values)
      .map(([name, value]) => `${name}="${escape(value)}"`)
      .join(' '),
  );
const zone = (options: Options) => (options.data.root.timeZone as string | undefined) ?? 'America/New_York';
const time = (moment: Date, shown: string, options: Options) =>
  html(
    `<time datetime="${moment.toISOString()}" title="${escape(full(moment, zone(options)))}">${escape(shown)}</time>`,
  );
const problemOf = (field: string, options: Options) =>
  (options.data.root.problems as Record<string, string> | undefined)?.[field];

/** Words that templates use: markup and formatting, no rules. */
export const helpers: Record<string, Handlebars.HelperDelegate> = {
  title(text: string, options: Options) {
    options.data.page.title = text;
    return '';
  },

  icon: (name: string) =>
    html(`<svg class="icon" aria-hidden="true"><use href="${asset('/icons.svg')}#${escape(name)}"/></svg>`),

  /**
   * Lets htmx send a plain form (or follow a link) and replace one element with the answer. With `asks` (or `push`, where the
   * question belongs into the address) it only asks, and of several questions the last one counts.
   */
  swaps: (id: string, options: Options) =>
    attributes({
      'hx-boost': 'true',
      'hx-target': `#${id}`,
      // Without show:none htmx would scroll the replaced element to the top of the window.
      'hx-swap': `${options.hash['morph'] ? 'outerMorph' : 'outerHTML'} show:none`,
      'hx-push-url': options.hash['push'] ? 'true' : 'false',
      ...(options.hash['push'] || options.hash['asks'] ? { 'hx-sync': 'replace' } : {}),
    }),

  /** Lets an element fetch itself anew when a signal comes (see public/js/live.js). */
  live: (signal: string, id: string, options: Options) =>
    attributes({
      'data-live': signal,
      ...(options.hash['url'] ? { 'data-url': options.hash['url'] as string } : {}),
      'hx-target': `#${id}`,
      'hx-swap': 'outerMorph',
    }),

  ago: (moment: Date, options: Options) => time(moment, ago(moment, new Date(), zone(options)), options),
  clock: (moment: Date, options: Options) => time(moment, clock(moment, zone(options)), options),
  day: (moment: Date, options: Options) => day(moment, new Date(), zone(options)),
  dayWithin: (moment: Date, options: Options) => dayWithin(moment, new Date(), zone(options)),
  full: (moment: Date, options: Options) => full(moment, zone(options)),

  eq: (one: unknown, other: unknown) => one === other,
  not: (value: unknown) => !value,
  choose: (condition: unknown, yes: unknown, no: unknown) => (condition ? yes : no),
  or: (...values: unknown[]) => values.slice(0, -1).find(Boolean) ?? false,
  and: (...values: unknown[]) => values.slice(0, -1).every(Boolean),
  concat: (...values: unknown[]) => values.slice(0, -1).join(''),
  plural: (count: number | string, one: string, many: string) => (String(count) === '1' ? one : many),

  /** What the page's script counts while one types, for a text as it was loaded. */
  segments: (text: string) => countInWords(text),

  /** What a <select> offers: a helper, because an office of sixty people has it several times on a page. */
  options: (choices: readonly Choice[]) =>
    html(
      choices
        .map(
          ({ value, label, isSelected }) =>
            `<option value="${escape(String(value))}"${isSelected ? ' selected' : ''}>${escape(label)}</option>`,
        )
        .join(''),
    ),

  /** Whether there is something to choose from. */
  several: (list: readonly unknown[]) => list.length > 1,

  /** Marks the link to the page that is looked at, or to the section that it is in. */
  current: (address: string, options: Options) => {
    const path = (options.data.root.path as string | undefined) ?? '';
    return path === address || path.startsWith(`${address}/`) ? html('aria-current="page"') : '';
  },

  can: (permission: string, options: Options) => options.data.root.member?.can(permission) ?? false,

  problem(field: string, options: Options) {
    const problem = problemOf(field, options);
    return problem ? html(`<p class="problem" id="${escape(field)}-problem">${escape(problem)}</p>`) : '';
  },

  /** Marks a field that is wrong: of a group, its first, which gets the focus. `about` describes it in any case. */
  invalid: (field: string, options: Options) => {
    const isWrong = Boolean(problemOf(field, options));
    const about = [isWrong && `${field}-problem`, options.hash['about'] as string].filter(Boolean).join(' ');
    return attributes({
      ...(isWrong && { 'aria-invalid': 'true' }),
      ...(about && { 'aria-describedby': about }),
    });
  },

  asset: (path: string) => asset(path),

  /** Makes each form one of its own, so that the same one twice makes one thing (see `Submissions`). */
  formToken: () => html(`<input type="hidden" name="token" value="${randomUUID()}">`),
};

const known = new Map<string, string>();

/** The address of a file in public/, which changes with its content, so that browsers may keep it for ever. */
export function asset(path: string): string {
  let address = known.get(path);
  if (!address) {
    const file = join(root, 'public', path);
    const content = path === stylePath ? stylesheet() : existsSync(file) ? readFileSync(file) : null;
    const version = content === null ? '0' : createHash('sha256').update(content).digest('hex').slice(0, 10);
    address = `${path}?v=${version}`;
    if (process.env['NODE_ENV'] !== 'development') known.set(path, address);
  }
  return address;
}
