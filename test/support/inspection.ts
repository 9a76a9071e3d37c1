import { type AxeResults, source } from 'axe-core';
import type { Page } from 'playwright-core';
import { expect } from '@jest/globals';
import type { Desk, Office } from './browser.js';

/** Opens what can be unfolded. */
export const unfolding = (selector: string) => (desk: Desk) =>
  desk.page
    .locator(selector)
    .evaluateAll((all) => all.forEach((details) => ((details as HTMLDetailsElement).open = true)));

export type Visit = [name: string, path: string, prepare?: (desk: Desk) => Promise<unknown>];

/** Visits pages wide and light, then narrow and dark: axe finds nothing, nothing scrolls sideways, fingers find what to press. */
export async function everyPage(office: Office, name: 'avery' | 'jordan' | 'sam' | 'riley' | null, visits: Visit[]) {
  const desk = (await office.desk(name)).foresee(/40[134]|422/);
  const { page } = desk;
  const found: string[] = [];
  for (const [what, path, prepare] of visits) {
    await look(page, 1440, 'light');
    await desk.opens(path);
    await prepare?.(desk);
    await page.evaluate(source);
    found.push(...(await violations(page, `${what}, wide, light`)));
    await look(page, 390, 'dark');
    found.push(...(await violations(page, `${what}, narrow, dark`)));
    found.push(...(await page.evaluate(misfits)).map((misfit) => `${what}, narrow: ${misfit}`));
  }
  expect(found).toEqual([]);
}

/** What axe finds wrong with a page as it stands before somebody, and a finger where it is narrow. Where no script runs, axe can't either. */
export async function faultsOf({ page, scripted }: Desk, what: string): Promise<string[]> {
  if (scripted) await page.evaluate(source);
  const isNarrow = page.viewportSize()!.width < 600;
  return [
    ...(scripted ? await violations(page, what) : []),
    ...(isNarrow ? await page.evaluate(misfits) : []).map((misfit) => `${what}: ${misfit}`),
  ];
}

const tags = ['wcag2a', 'wcag2aa', 'wcag21a', 'wcag21aa', 'wcag22aa', 'best-practice'];

async function look(page: Page, width: 390 | 1440, colorScheme: 'light' | 'dark') {
  await page.setViewportSize({ width, height: 900 });
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' });
  await page.evaluate(() => new Promise((painted) => requestAnimationFrame(() => requestAnimationFrame(painted))));
}

async function violations(page: Page, what: string) {
  const found = await page.evaluate(async (values) => {
    const { axe } = window as unknown as { axe: { run(where: Document, how: object): Promise<AxeResults> } };
    const { violations } = await axe.run(document, { runOnly: { type: 'tag', values }, resultTypes: ['violations'] });
    return violations.map(
      ({ id, nodes }) =>
        `${id}: ${nodes
          .slice(0, 3)
          .map(({ html, failureSummary }) => `${html.slice(0, 160)} ${failureSummary}`)
          .join(' | ')}`,
    );
  }, tags);
  return found.map((violation) => `${what}: ${violation.replaceAll(/\s+/g, ' ')}`);
}

/** What does not fit a narrow screen, or a finger. */
export function misfits() {
  const wide = [document.documentElement, ...document.querySelectorAll('body, main, main *, .bar')]
    .filter(
      (element) =>
        element.scrollWidth > element.clientWidth + 1 &&
        // The menu of the settings is one line to push along.
        !element.matches('.settings-menu') &&
        /auto|scroll/.test(getComputedStyle(element).overflowX + (element === document.documentElement ? 'auto' : '')),
    )
    .map((element) => `${element.localName}.${element.className} scrolls sideways`);
  const small = [
    ...document.querySelectorAll<HTMLElement>(
      'button, summary, select, input:not([type="checkbox"], [type="radio"], [type="hidden"]), textarea',
    ),
  ]
    .filter(
      (element) =>
        element.checkVisibility({ visibilityProperty: true, opacityProperty: true }) &&
        element.getBoundingClientRect().height < 36,
    )
    .map((element) => `${element.outerHTML.slice(0, 80)} is only ${element.getBoundingClientRect().height} high`);
  const outside = [...document.querySelectorAll<HTMLElement>('button, summary, select, input, textarea')]
    .filter((element) => element.checkVisibility() && element.getBoundingClientRect().right > innerWidth + 1)
    .map((element) => `${element.outerHTML.slice(0, 80)} is outside`);
  const squeezed = [...document.querySelectorAll('h1')]
    .filter((heading) => heading.checkVisibility() && heading.clientHeight > Math.max(100, heading.clientWidth))
    .map((heading) => `the heading ${heading.textContent.trim()} is squeezed`);
  return [...wide, ...small, ...outside, ...squeezed];
}
