import type { Browser } from 'playwright-core';
import { startApp, type TestApp } from '../support/app';
import { DESKTOP, openBrowser, PHONE, visit } from '../support/browser';
import { openShop } from '../support/players';

const MAX_SCRIPT_BYTES = 250_000;
const MAX_LAYOUT_SHIFT = 0.05;

let app: TestApp;
let browser: Browser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  browser = await openBrowser();
});
afterAll(async () => {
  await browser?.close();
  await app?.close();
});

describe.each([
  ['a phone', PHONE],
  ['a desktop', DESKTOP],
])('the first load of the storefront on %s', (_, viewport) => {
  it(`brings less than ${MAX_SCRIPT_BYTES} bytes of compressed script`, async () => {
    const { page, context } = await visit(browser, app.url, viewport);
    await page.goto('/', { waitUntil: 'networkidle' });
    const bytes = await page.evaluate<number>(`performance.getEntriesByType('resource')
      .filter(({ name }) => name.endsWith('.js')).reduce((sum, { encodedBodySize }) => sum + encodedBodySize, 0)`);
    expect(bytes).toBeGreaterThan(10_000);
    expect(bytes).toBeLessThan(MAX_SCRIPT_BYTES);
    await context.close();
  });

  it(`shifts its layout by no more than ${MAX_LAYOUT_SHIFT}`, async () => {
    const { page, context } = await visit(browser, app.url, viewport);
    await page.addInitScript(`
      globalThis.layoutShift = 0;
      new PerformanceObserver((list) => {
        for (const { value, hadRecentInput } of list.getEntries()) if (!hadRecentInput) globalThis.layoutShift += value;
      }).observe({ type: 'layout-shift', buffered: true });
    `);
    await page.goto('/', { waitUntil: 'networkidle' });
    await page.getByText('Dragon Sword').first().waitFor();
    expect(await page.evaluate<number>('globalThis.layoutShift')).toBeLessThanOrEqual(MAX_LAYOUT_SHIFT);
    await context.close();
  });
});
