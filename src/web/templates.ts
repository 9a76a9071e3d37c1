import { readdirSync, readFileSync } from 'node:fs';
import { join, relative } from 'node:path';
import Handlebars from 'handlebars';
import { helpers } from './helpers.js';

type Template = Handlebars.TemplateDelegate;
type Render = (path: string, locals: object, done: (error: unknown, html?: string) => void) => void;

interface Page {
  fragments: Map<string, string>;
  title: string;
}

/**
 * Handlebars for Express: `layouts/app` around every page (`layouts/plain` when nobody is signed in), files that begin
 * with `_` as partials, and regions that can be sent on their own (see the `fragment` helper).
 */
export class Templates {
  private readonly handlebars = Handlebars.create();
  private templates = new Map<string, Template>();

  /** @param fresh read the files anew for each page, for development */
  constructor(
    private readonly folder: string,
    private readonly fresh: boolean,
  ) {
    this.handlebars.registerHelper(words);
    this.load();
  }

  readonly render: Render = (path, locals, done) => {
    try {
      if (this.fresh) this.load();
      done(null, this.html(path, locals as Record<string, unknown>));
    } catch (error) {
      done(error);
    }
  };

  private html(path: string, locals: Record<string, unknown>): string {
    const page: Page = { fragments: new Map(), title: '' };
    const options = { data: { page }, allowProtoPropertiesByDefault: true, allowProtoMethodsByDefault: true };
    const body = this.template(relative(this.folder, path).replace(/\.hbs$/, ''))(locals, options);
    const wanted = page.fragments.get(String(locals['fragment']));
    if (wanted !== undefined) return wanted;
    if (locals['isFragment']) return '';
    const layout = this.template(locals['member'] ? 'layouts/app' : 'layouts/plain');
    return layout({ ...locals, body }, options);
  }

  private template(name: string): Template {
    const template = this.templates.get(name);
    if (!template) throw new Error(`There is no template views/${name}.hbs`);
    return template;
  }

  private load() {
    for (const file of readdirSync(this.folder, { recursive: true, encoding: 'utf8' })) {
      if (!file.endsWith('.hbs')) continue;
      const name = file.replace(/\.hbs$/, '').replaceAll('\\', '/');
      const template = this.handlebars.compile(unindented(readFileSync(join(this.folder, file), 'utf8')), {
        strict: true,
        // Else each name could be a helper that is registered later, and is looked up as one whenever it is shown.
        knownHelpers,
        knownHelpersOnly: true,
        preventIndent: true,
      });
      this.templates.set(name, template);
      if (name.includes('/_')) this.handlebars.registerPartial(name.replace('/_', '/'), template);
    }
  }
}

// Indentation is for those who read the templates; a long page without it is a sixth shorter.
const unindented = (source: string) => source.replace(/\n\s+/g, '\n');

/** Marks a region that can be replaced on its own. Its name is the id of its element. */
function fragment(this: unknown, id: string, options: Handlebars.HelperOptions) {
  const html = options.fn(this);
  (options.data.page as Page).fragments.set(id, html);
  return new Handlebars.SafeString(html);
}

const words = { ...helpers, fragment };
const knownHelpers = Object.fromEntries(Object.keys(words).map((name) => [name, true]));
