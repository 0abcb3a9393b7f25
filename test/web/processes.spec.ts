import type { Browser, Page } from 'playwright-core';
import { createDatabase, type TestDatabase } from '../support/database';
import { openBrowser, visit } from '../support/browser';
import { eventually } from '../support/eventually';
import { startRedis, describeWithRedis, type TestRedis } from '../support/redis';
import { buyButton, logInOn, registerOn, takeCoins } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

let browser: Browser;

beforeAll(async () => {
  browser = await openBrowser();
});
afterAll(() => browser?.close());

/** The types of what a page is told over its sockets, from now on. */
function heardBy(page: Page): () => string[] {
  const types: string[] = [];
  page.on('websocket', (socket) =>
    socket.on('framereceived', ({ payload }) => {
      const { type } = JSON.parse(String(payload)) as { type: string };
      if (type !== 'ready' && type !== 'heartbeat') types.push(type);
    }),
  );
  return () => types;
}

describeWithRedis('two processes and two players', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let first: WebFlorin;
  let second: WebFlorin;

  beforeAll(async () => {
    redis = await startRedis();
    database = await createDatabase();
    first = await startWebFlorin({ REDIS_URL: redis.url }, database);
    second = await startWebFlorin({ REDIS_URL: redis.url }, database);
  });
  afterAll(async () => {
    await first?.close();
    await second?.close();
    await database.drop();
    await redis.remove();
  });

  it('tells a page at the one process what was done at the other, and nobody else', async () => {
    const buyer = await visit(browser, first.url);
    const other = await visit(browser, second.url);
    const elsewhere = await visit(browser, second.url);
    const [toldOther, toldElsewhere] = [heardBy(other.page), heardBy(elsewhere.page)];
    await registerOn(buyer.page, 'buyer');
    await registerOn(other.page, 'other');
    await takeCoins(buyer.page);
    await logInOn(elsewhere.page, 'buyer');
    await elsewhere.page.getByRole('link', { name: /Balance.*500/ }).waitFor();

    await buyer.page.goto('/');
    await buyButton(buyer.page, 'Day boost').click();
    await eventually(() => expect(toldElsewhere()).toContain('purchase.completed'));
    await elsewhere.page.getByRole('link', { name: /Balance.*400/ }).waitFor();

    // Whatever came for somebody else would have come before what is their own.
    await takeCoins(other.page);
    await eventually(() => expect(toldOther()).toContain('funds.added'));
    expect(new Set(toldOther())).toEqual(new Set(['funds.added']));
    await other.page.getByRole('button', { name: 'Notifications, unread: 1' }).waitFor();
    expect([...buyer.faults, ...other.faults]).toEqual([]);
  });
});

it('recovers by itself from a crash in the middle of a purchase, and charges once', async () => {
  let florin = await startWebFlorin();
  try {
    const { page } = await visit(browser, florin.url);
    await registerOn(page, 'patient');
    await takeCoins(page);
    await page.goto('/');
    // What Florin committed and answered never arrives: its process dies first.
    let isLost = false;
    await page.route('**/purchase', async (route) => {
      if (isLost) return route.continue();
      isLost = true;
      await route.fetch();
      await florin.end('SIGKILL');
      return route.abort('connectionreset');
    });
    await buyButton(page, 'Day boost').click();
    await page.getByText('Checking…').first().waitFor();
    florin = await florin.again();
    await page.getByRole('link', { name: /Balance.*400/ }).waitFor();
    await buyButton(page, 'Day boost').waitFor();
    await page.goto('/inventory');
    await page.getByText('You have 1', { exact: true }).waitFor();
  } finally {
    await florin.close();
  }
});
