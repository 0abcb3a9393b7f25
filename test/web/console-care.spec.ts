import type { Browser } from 'playwright-core';
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

it('shows the payments that the address asks for, and leads back from a player', async () => {
  const { page, context, faults } = await visit(browser, florin.url);
  await signInToConsole(page);
  await page.getByRole('link', { name: 'Players' }).click();
  await page.getByRole('link', { name: 'player', exact: true }).click();
  const main = page.getByRole('main');
  await main.getByRole('link', { name: 'Payments' }).click();
  await main.getByText('Player:').waitFor();
  await main.getByText('Only what waits for finance').click();
  await page.waitForURL(/userId=.*attention=true/);
  await page.reload();
  await main.getByText('Player:').waitFor();
  expect(await main.getByRole('checkbox').isChecked()).toBe(true);

  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Payments' }).click();
  await main.getByText('Player:').waitFor({ state: 'detached' });
  expect(await main.getByRole('checkbox').isChecked()).toBe(false);
  await page.getByRole('navigation', { name: 'Pages' }).getByRole('link', { name: 'Players' }).click();
  await page.getByRole('link', { name: 'player', exact: true }).click();
  await main.getByRole('link', { name: 'Players' }).click();
  await page.getByRole('heading', { name: 'Players' }).waitFor();
  expect(faults).toEqual([]);
  await context.close();
});

it('counts nothing while nobody knows the currencies, and says so', async () => {
  const { page, context } = await visit(browser, florin.url);
  await signInToConsole(page);
  await page.route('**/api/v1/currencies', (route) => route.abort());
  await page.goto('/console/catalogue/new');
  await page.getByRole('alert').getByRole('button', { name: 'Try again' }).waitFor();
  await page.getByRole('link', { name: 'Players' }).click();
  await page.getByRole('link', { name: 'player', exact: true }).click();
  await page.getByRole('button', { name: 'Give', exact: true }).click();
  const dialog = page.getByRole('dialog');
  await dialog.getByText(/currencies are not loaded yet/).waitFor();
  expect(await dialog.getByRole('button', { name: 'Give', exact: true }).isDisabled()).toBe(true);

  await page.unroute('**/api/v1/currencies');
  await dialog.getByText(/Still needed: Amount/).waitFor();
  await context.close();
});

it('forgets a failed job only once that is confirmed', async () => {
  const { page, context, faults } = await visit(browser, florin.url);
  const job = {
    id: '17',
    name: 'expire-orders',
    reason: 'ECONNREFUSED',
    attempts: 1,
    failedAt: '2026-11-01T00:00:00.000Z',
  };
  const asked: string[] = [];
  await page.route('**/api/v1/admin/queues', (route) =>
    route.fulfill({ json: [{ name: 'orders', answers: true, waiting: 0, active: 0, failed: 1, trouble: 'failed' }] }),
  );
  await page.route('**/api/v1/admin/queues/orders/failed-jobs**', async (route) => {
    asked.push(route.request().method());
    if (route.request().method() === 'GET') await route.fulfill({ json: { items: [job], nextCursor: null } });
    else await route.fulfill({ status: 204 });
  });
  await signInToConsole(page);
  await page.getByRole('button', { name: 'Given up in orders' }).click();
  await page.getByRole('button', { name: 'Dismiss: expire-orders 17' }).click();
  const question = page.getByRole('dialog', { name: 'Dismiss expire-orders 17' });
  await question.getByRole('button', { name: 'Cancel' }).click();
  await question.waitFor({ state: 'detached' });
  expect(asked).not.toContain('DELETE');

  await page.getByRole('button', { name: 'Dismiss: expire-orders 17' }).click();
  await question.getByRole('button', { name: 'Dismiss', exact: true }).click();
  await question.waitFor({ state: 'detached' });
  expect(asked.filter((method) => method === 'DELETE')).toHaveLength(1);
  expect(faults).toEqual([]);
  await context.close();
});
