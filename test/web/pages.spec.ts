import type { Browser, Page } from 'playwright-core';
import { eventually } from '../support/eventually';
import { DESKTOP, openBrowser, PHONE, picture, seriousBarriers, visit, type Visitor } from '../support/browser';
import { logInOn, registerOn, signInToConsole } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';
import { makeRows, RICH, type Rows } from '../support/web-rows';

const PUBLIC = [
  '/',
  '/products/day-boost',
  '/login',
  '/register',
  '/password-reset',
  '/products/no-such-thing',
  '/orders/of/nobody',
  '/console/login',
];
const OF_NEWCOMERS = ['/orders', '/inventory', '/cart', '/notifications'];
const ofPlayers = ({ pendingId, refundedId }: Rows) => [
  '/account',
  '/inventory',
  '/funds',
  '/cart',
  '/orders',
  `/orders/${pendingId}`,
  `/orders/${refundedId}`,
  '/history',
  '/notifications',
];
const ofStaff = ({ playerId, refundedId, runId, endpointId }: Rows) => [
  '/console/',
  '/console/books',
  '/console/audit-log',
  '/console/players',
  `/console/players/${playerId}`,
  '/console/grants',
  '/console/grant-budgets',
  '/console/catalogue',
  '/console/catalogue/new',
  '/console/catalogue/coins-500',
  '/console/payments',
  `/console/orders/${refundedId}`,
  '/console/inbox',
  '/console/pipeline',
  `/console/pipeline/${runId}`,
  '/console/cases',
  '/console/metrics',
  '/console/currencies',
  '/console/reward-rules',
  '/console/webhooks',
  `/console/webhooks/${endpointId}`,
  '/console/api-keys',
  '/console/no-such-page',
];

/** The long form has all looks, and what six weeks of the demonstration left. */
const isLong = process.env.LONG === 'true';

// A walk through twenty pages takes as long as the machine likes.
jest.setTimeout(900_000);

let florin: WebFlorin;
let browser: Browser;
let rows: Rows;

beforeAll(async () => {
  florin = await startWebFlorin({ WEBHOOK_ALLOW_PRIVATE: 'true', DEMO_HISTORY: `${isLong}` });
  [browser, rows] = await Promise.all([openBrowser(), makeRows(florin)]);
  if (isLong) await eventually(() => expect(florin.output()).toContain('demonstration is told'), 600_000);
});
afterAll(async () => {
  await browser?.close();
  await florin?.close();
});

/** The pages that each of the two applications has, and those that were shown, by their names. */
const existing = new Set<string>();
const shown = new Set<string>();

/** Opens each, keeps a picture, and tells what is wrong with it. */
async function wrongWith({ page, faults }: Visitor, paths: readonly string[], look: string): Promise<string[]> {
  const wrong: string[] = [];
  for (const path of paths) {
    await page.goto(path, { waitUntil: 'networkidle' });
    await page.getByRole('heading', { level: 1 }).first().waitFor();
    // A busy machine is long enough between two questions for the network to look idle.
    await page.locator('.el-skeleton').first().waitFor({ state: 'detached' });
    await noteShown(page);
    await picture(page, `page${nameOf(path)}-${look}`);
    const found = [...(await seriousBarriers(page)), ...(await overflowOf(page)), ...faults.splice(0)];
    wrong.push(...found.map((each) => `${path}: ${each}`));
  }
  return wrong;
}

/** Of a path without the ids that are others in each run. */
function nameOf(path: string): string {
  const names = { [rows.pendingId]: 'pending', [rows.refundedId]: 'refunded' };
  const told = path.replace(/[0-9a-f-]{36}/, (id) => names[id] ?? 'one');
  return told.replaceAll('/', '-');
}

/** Asks the router of the page itself. */
async function noteShown(page: Page): Promise<void> {
  const { all, current } = await page.evaluate<{ all: string[]; current: string }>(`(() => {
    const router = document.querySelector('#app').__vue_app__.config.globalProperties.$router;
    const nameOf = ({ name }) => (location.pathname.startsWith('/console') ? 'console ' : 'storefront ') + name;
    return { all: router.getRoutes().map(nameOf), current: nameOf(router.currentRoute.value) };
  })()`);
  for (const name of all) existing.add(name);
  shown.add(current);
}

/** A page that is wider than its window must be dragged sideways. */
async function overflowOf(page: Page): Promise<string[]> {
  const pixels = await page.evaluate<number>('document.documentElement.scrollWidth - innerWidth');
  return pixels > 0 ? [`is ${pixels} pixels too wide`] : [];
}

/**
 * The storefront on a phone by day and the console on a desktop at night; the long form has all four of both, and the
 * longer words of the other language.
 */
const LOOKS = [
  { look: 'light', viewport: PHONE, on: 'a phone, light', isShort: true },
  { look: 'dark', viewport: PHONE, on: 'a phone, dark', isShort: false },
  { look: 'light', viewport: DESKTOP, on: 'a desktop, light', isShort: false },
  { look: 'dark', viewport: DESKTOP, on: 'a desktop, dark', isShort: true },
  { look: 'light', viewport: PHONE, on: 'a phone, light, in Russian', isShort: false, language: 'ru' },
].filter(({ isShort }) => isShort || isLong);

describe.each(LOOKS)('every page on $on', ({ look, viewport, language = 'en' }) => {
  let visitor: Visitor;

  beforeEach(async () => {
    visitor = await visit(browser, florin.url, viewport);
    await visitor.page.emulateMedia({ colorScheme: look === 'dark' ? 'dark' : 'light' });
  });
  afterEach(() => visitor.context.close());

  /** From now on in the language: whoever signed in did it in English. */
  const wrongOn = async (paths: readonly string[]) => {
    await visitor.context.addInitScript(`localStorage.setItem('florin.language', '${language}')`);
    return wrongWith(visitor, paths, language === 'en' ? look : `${look}-${language}`);
  };

  if (isLong || viewport === PHONE) {
    it('is whole, fits and keeps nobody out, for visitors', async () => {
      expect(await wrongOn(PUBLIC)).toEqual([]);
    });

    it('is so for players', async () => {
      await logInOn(visitor.page, RICH);
      expect(await wrongOn(ofPlayers(rows))).toEqual([]);
    });
  }

  if (isLong || viewport === DESKTOP) {
    it('is so for staff', async () => {
      await signInToConsole(visitor.page);
      expect(await wrongOn(ofStaff(rows))).toEqual([]);
    });
  }
});

it('is so for players who have nothing yet, on a phone', async () => {
  const visitor = await visit(browser, florin.url, PHONE);
  await registerOn(visitor.page, 'newcomer');
  expect(await wrongWith(visitor, OF_NEWCOMERS, 'nothing')).toEqual([]);
  await visitor.context.close();
});

it('leaves no page out: the addresses above lead to every one that the two routers know', () => {
  expect(existing.size).toBeGreaterThan(30);
  expect([...shown].sort()).toEqual([...existing].sort());
});
