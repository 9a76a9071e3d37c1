import type { Desk } from './browser.js';

/** In the form of a row of a Routing Table: chooses, and where no script does it asks for the fields that fit. */
export async function choose({ page, scripted }: Desk, label: string, option: string) {
  const answered = page.waitForResponse((response) => response.request().method() === 'POST');
  await page.getByLabel(label, { exact: true }).selectOption({ label: option });
  if (!scripted) await page.getByRole('button', { name: 'Next' }).click();
  await answered;
  await page.locator('.row-form:not(.htmx-request)').waitFor();
}
