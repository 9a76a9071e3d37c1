import { type Browser, type BrowserContext, chromium, type Locator, type Page, type Route } from 'playwright-core';
import type { Cast } from './cast.js';
import type { Parley } from './parley.js';

type Somebody = keyof Omit<Cast, 'program' | 'other' | 'maya' | 'leo'>;

interface Habits {
  /** Whether their browser runs scripts. */
  scripted?: boolean;
  width?: number;
  height?: number;
  dark?: boolean;
}

const args = [
  ...['--headless', '--no-sandbox', '--disable-gpu', '--no-first-run'],
  ...['--disable-background-networking', '--disable-component-update', '--disable-sync'],
];

const patience = 10_000;

/** The browser that shows notifications, too; without windows it may not. */
export const wholeChromium = process.env['CHROMIUM'] ?? '/usr/bin/chromium';

/** The office's computers: a browser, with a separate profile for everybody who sits down at it. */
export class Office {
  private readonly contexts: BrowserContext[] = [];
  private faults: string[] = [];

  private constructor(
    private readonly browser: Browser,
    private readonly parley: Parley,
  ) {}

  static async open(parley: Parley, browser = process.env['HEADLESS_SHELL'] ?? wholeChromium): Promise<Office> {
    return new Office(await chromium.launch({ executablePath: browser, args }), parley);
  }

  /** A desk at which somebody of the cast is signed in, or with `null` nobody is yet. */
  async desk(
    name: Somebody | null,
    { scripted = true, width = 1440, height = 900, dark = false }: Habits = {},
  ): Promise<Desk> {
    const context = await this.browser.newContext({
      baseURL: this.parley.url,
      javaScriptEnabled: scripted,
      viewport: { width, height },
      colorScheme: dark ? 'dark' : 'light',
      reducedMotion: 'reduce',
      timezoneId: 'America/New_York',
    });
    context.setDefaultTimeout(patience);
    this.contexts.push(context);
    if (name) await context.addCookies([await this.cookieOf(name)]);
    return new Desk(await context.newPage(), scripted, (fault) => this.faults.push(`${name ?? 'somebody'}: ${fault}`));
  }

  /** Everybody goes home. Says what their browsers complained of. */
  async leave(): Promise<string[]> {
    await Promise.all(this.contexts.splice(0).map((context) => context.close()));
    const faults = this.faults;
    this.faults = [];
    return faults;
  }

  close() {
    return this.browser.close();
  }

  private async cookieOf(name: Somebody) {
    const [key, value] = (await this.parley.as(name)).cookies.split('=') as [string, string];
    return { name: key, value, url: this.parley.url };
  }
}

/** Somebody at a browser. What the browser complains of (errors, broken policies) fails the journey, unless it was foreseen. */
export class Desk {
  private foreseen: RegExp | null = null;

  constructor(
    readonly page: Page,
    readonly scripted: boolean,
    private readonly report: (fault: string) => void,
  ) {
    page.on('pageerror', (error) => this.complain(`${error.name}: ${error.message} at ${page.url()}`));
    page.on('console', (message) => {
      if (message.type() === 'error') this.complain(`${message.text()} (${message.location().url}) at ${page.url()}`);
    });
    page.on('dialog', (dialog) => {
      this.complain(`a dialog said ${dialog.message()}`);
      void dialog.dismiss();
    });
  }

  /** Does something that the browser complains of rightly. */
  foresee(complaint: RegExp | null) {
    this.foreseen = complaint;
    return this;
  }

  async opens(path: string): Promise<this> {
    await this.page.goto(path);
    return this;
  }

  async clicks(role: 'button' | 'link', name: string | RegExp): Promise<this> {
    await this.page.getByRole(role, { name }).first().click();
    return this;
  }

  /** Waits until it is there: by itself where scripts run, else by loading the page again and again. */
  async sees(what: string | Locator, within = patience): Promise<this> {
    const wanted = (typeof what === 'string' ? this.page.getByText(what) : what).filter({ visible: true }).first();
    if (this.scripted) await wanted.waitFor({ timeout: within });
    else
      await eventually(
        async () => (await wanted.isVisible()) || (await this.again(), await wanted.isVisible()),
        within,
      );
    // People are slower than a page that gets ready, and than the answer to what they did: news of it may come first.
    await this.page.waitForLoadState('load');
    await this.page.locator('.htmx-request').first().waitFor({ state: 'detached' });
    return this;
  }

  async misses(what: string | Locator): Promise<this> {
    const unwanted = typeof what === 'string' ? this.page.getByText(what) : what;
    await eventually(async () => {
      if (!(await unwanted.filter({ visible: true }).count())) return true;
      if (!this.scripted) await this.again();
      return false;
    });
    return this;
  }

  /** Holds the next request to an address back, until its answer may come. */
  async holds(address: string | RegExp): Promise<{ isAsked: Promise<void>; comes: () => void }> {
    const [isAsked, comes] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()];
    const hold = async (route: Route) => {
      isAsked.resolve();
      await comes.promise;
      // Nobody may wait for it any more.
      await route.continue().catch(() => undefined);
    };
    await this.page.route(address, hold, { times: 1 });
    return { isAsked: isAsked.promise, comes: comes.resolve };
  }

  /** Everything that a locator's elements say, one string each. */
  texts(selector: string): Promise<string[]> {
    return this.page.locator(selector).allInnerTexts();
  }

  // While the page is on its way to another one, there is nothing to load again.
  private async again() {
    await new Promise((resolve) => setTimeout(resolve, 200));
    await this.page.reload().catch(() => undefined);
  }

  private complain(fault: string) {
    if (!this.foreseen?.test(fault)) this.report(fault);
  }
}

/** Asks again and again until it is so. Between two pages there may be nobody to answer. */
export async function eventually(isSo: () => Promise<unknown>, within = patience): Promise<void> {
  const end = Date.now() + within;
  while (!(await isSo().catch((error: Error) => Date.now() > end && Promise.reject(error)))) {
    if (Date.now() > end) throw new Error(`Not within ${within} ms: ${isSo}`);
    await new Promise((resolve) => setTimeout(resolve, 60));
  }
}
