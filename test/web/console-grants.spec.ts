import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../support/browser';
import { signInToConsole } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

let florin: WebFlorin;
let browser: Browser;

beforeAll(async () => {
  florin = await startWebFlorin();
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await florin.close();
});

/** Remembers the keys with which something was asked for, and lets the server do it but tells nobody of the first. */
async function loseFirstAnswer(page: Page, address: string): Promise<string[]> {
  const keys: string[] = [];
  await page.route(address, async (route) => {
    keys.push(route.request().headers()['idempotency-key']);
    const response = await route.fetch();
    if (keys.length > 1) await route.fulfill({ response });
    else await route.fulfill({ status: 500, contentType: 'application/json', body: '{}' });
  });
  return keys;
}

it('asks for the same grant again when its dialog is opened anew, and gives once', async () => {
  const { page, faults } = await visit(browser, florin.url);
  await signInToConsole(page);
  await page.getByRole('link', { name: 'Players' }).click();
  await page.getByRole('link', { name: 'player', exact: true }).click();
  const keys = await loseFirstAnswer(page, '**/api/v1/users/*/grants');
  const dialog = page.getByRole('dialog');

  await page.getByRole('button', { name: 'Give', exact: true }).click();
  await dialog.getByText(/Still needed: Amount, Reason.*, Ticket/).waitFor();
  await dialog.getByLabel('Amount').fill('7');
  await dialog.getByLabel('Reason').fill('A lost answer.');
  await dialog.getByLabel('Ticket').fill('SUP-1');
  await dialog.getByRole('button', { name: 'Give', exact: true }).click();
  await dialog.getByText(/We do not know yet/).waitFor();
  await dialog.getByRole('button', { name: 'Cancel' }).click();

  await page.getByRole('button', { name: 'Give', exact: true }).click();
  await dialog.getByText(/This was asked for/).waitFor();
  expect(await dialog.getByLabel('Amount').inputValue()).toBe('7');
  await dialog.getByRole('button', { name: 'Give', exact: true }).click();
  await page.getByText('Given.').waitFor();
  expect(keys).toHaveLength(2);
  expect(new Set(keys).size).toBe(1);
  await page
    .getByText(/\+7\sCOIN/)
    .first()
    .waitFor();
  expect(await page.getByText(/\+7\sCOIN/).count()).toBe(1);
  // The answer that was lost.
  expect(faults).toEqual([expect.stringContaining('status of 500')]);
});
