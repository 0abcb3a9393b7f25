import { existsSync, mkdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import type { AxeResults } from 'axe-core';
import { type Browser, type BrowserContext, chromium, type Page } from 'playwright-core';

const SCREENSHOTS = join(__dirname, '..', '..', 'web', 'screenshots');
const CHROMIUM = process.env.CHROMIUM ?? ['/usr/bin/chromium', '/usr/bin/chromium-browser'].find(existsSync);
const AXE = readFileSync(require.resolve('axe-core/axe.min.js'), 'utf8');

/** Before a test gives up: long, since a busy machine proves nothing. */
const PATIENCE_MS = 120_000;

export const PHONE = { width: 375, height: 812 };
export const DESKTOP = { width: 1280, height: 900 };

/** A headless Chromium of the machine: `CHROMIUM`, or where Debian puts it. */
export function openBrowser(): Promise<Browser> {
  if (CHROMIUM === undefined) throw new Error('npm run test:web needs a Chromium: install it, or name it in CHROMIUM.');
  return chromium.launch({ executablePath: CHROMIUM, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

/** A visitor with cookies of their own, and all that went wrong in their pages. */
export interface Visitor {
  page: Page;
  context: BrowserContext;
  /** Uncaught errors, what scripts complained of, what the policy refused, and answers that are faults of Florin's. */
  faults: string[];
}

/** What Chromium says of an answer, or of none: refusals are part of a page's work, and so is a Florin that is away. */
const REFUSED = /^Failed to load resource: (the server responded with a status of 4\d\d|net::)/;
/** A socket is left together with its page, at whatever moment. */
const SOCKET_LEFT = /^WebSocket connection to /;

export async function visit(browser: Browser, url: string, viewport = DESKTOP): Promise<Visitor> {
  const context = await browser.newContext({ baseURL: url, viewport, locale: 'en-US', reducedMotion: 'reduce' });
  context.setDefaultTimeout(PATIENCE_MS);
  const page = await context.newPage();
  const faults: string[] = [];
  page.on('pageerror', (error) => faults.push(error.message));
  page.on('console', (message) => {
    const text = message.text();
    if (message.type() === 'error' && !REFUSED.test(text) && !SOCKET_LEFT.test(text)) faults.push(text);
  });
  return { page, context, faults };
}

/** Kept as artefacts of the run, to be looked at. */
export async function picture(page: Page, name: string): Promise<void> {
  mkdirSync(SCREENSHOTS, { recursive: true });
  const width = page.viewportSize()?.width ?? 0;
  await page.screenshot({ path: join(SCREENSHOTS, `${name}-${width}.png`), fullPage: true });
}

/** What axe calls serious or critical on the page as it is shown. */
export async function seriousBarriers(page: Page): Promise<string[]> {
  await page.evaluate(AXE);
  const { violations } = await page.evaluate<AxeResults>("axe.run({ resultTypes: ['violations'] })");
  return violations
    .filter(({ impact }) => impact === 'serious' || impact === 'critical')
    .map(({ id, nodes }) => `${id}: ${nodes.map(({ target }) => target.join(' ')).join(', ')}`);
}
