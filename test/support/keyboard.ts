import { expect } from '@jest/globals';
import type { Desk } from './browser.js';

/** Presses Tab until the focus is on something with this name, and shows where it is on the way. */
export async function tabTo({ page }: Desk, name: string) {
  for (let times = 0; times < 80; times += 1) {
    const focus = await page.evaluate(() => {
      const element = document.activeElement as HTMLInputElement | null;
      if (!element || element === document.body) return { names: [], isShown: true };
      const labels = [...(element.labels ?? [])].map((label) => label.textContent ?? '');
      const { outlineStyle, boxShadow } = getComputedStyle(element);
      const { width, height } = element.getBoundingClientRect();
      const isField = element.matches('input, select, textarea, .row-link');
      return {
        names: [element.textContent ?? '', element.name, ...labels].map((said) => said?.trim()),
        isShown: isField || outlineStyle !== 'none' || boxShadow !== 'none' || width * height === 0,
      };
    });
    expect(focus.isShown).toBe(true);
    if (focus.names.some((said) => said === name || (name.length > 8 && said?.includes(name)))) return;
    await page.keyboard.press('Tab');
  }
}
