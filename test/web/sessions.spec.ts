import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit, type Visitor } from '../support/browser';
import { PASSWORD } from '../support/sessions';
import { registerOn } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

/** Long before the access token of an open page would run out. */
const AT_ONCE = { timeout: 60_000 };

let florin: WebFlorin;
let browser: Browser;
let player: Visitor;

beforeAll(async () => {
  florin = await startWebFlorin();
  browser = await openBrowser();
});
beforeEach(async () => {
  player = await visit(browser, florin.url);
});
afterEach(() => player.context.close());
afterAll(async () => {
  await browser?.close();
  await florin.close();
});

/** The page of the player, live, with something on it that is theirs alone. */
async function openInventory(name: string) {
  const { page } = player;
  const live = page.waitForEvent('websocket', { predicate: (socket) => socket.url().includes('/ws') });
  await registerOn(page, name);
  await (await live).waitForEvent('framereceived');
  await page.getByRole('link', { name: 'Inventory' }).first().click();
  await page.getByRole('heading', { name: 'Inventory' }).waitFor();
  return page;
}

/** Whose the cookie of the browser is, as its tabs know it. */
const signedIn = (page: Page) => page.evaluate<string | null>("localStorage.getItem('florin.signed-in')");

it('shows nobody’s things any more when they log out in another tab, and nobody else’s', async () => {
  const page = await openInventory('tabs_one');
  const other = await player.context.newPage();
  await other.goto('/account');
  await other.getByRole('button', { name: 'Account of tabs_one' }).click();
  await other.getByText('Log out').click();
  await page.waitForURL(/\/login\?next=/, AT_ONCE);

  await other.goto('/');
  await other.getByRole('button', { name: 'Play as a guest' }).click();
  await other.getByRole('link', { name: /Balance/ }).waitFor();
  await page.getByRole('link', { name: 'Florin', exact: true }).click();
  await page.getByRole('button', { name: 'Play as a guest' }).waitFor();
  expect(await page.getByRole('link', { name: /Balance/ }).count()).toBe(0);
});

it('asks before the guest of another tab is left behind, and a stray key leaves nobody', async () => {
  const { page } = player;
  await page.goto('/');
  await page.getByRole('link', { name: 'Make an account' }).waitFor();
  const other = await player.context.newPage();
  await other.goto('/');
  await other.getByRole('button', { name: 'Play as a guest' }).click();
  await other.getByRole('link', { name: /Balance/ }).waitFor();
  const guest = await signedIn(other);

  await page.getByRole('link', { name: 'Make an account' }).click();
  await page.getByLabel('Username').fill('tabs_three');
  await page.getByLabel('Email').fill('tabs_three@example.com');
  await page.getByLabel('Password', { exact: true }).fill(PASSWORD);
  await page.getByRole('button', { name: 'Make the account' }).click();
  const question = page.getByRole('dialog', { name: 'Leave this guest behind?' });
  await question.getByRole('button', { name: 'Leave and lose it all' }).waitFor();
  await page.keyboard.press('Enter');
  await question.getByRole('button', { name: 'Keep my account' }).click();
  await page.waitForURL('**/account');
  await page.getByRole('heading', { name: 'You play as a guest' }).waitFor();
  expect(await signedIn(page)).toBe(guest);
});

it('goes on with the session when Florin answers again, and takes nobody for a stranger until then', async () => {
  const { page } = player;
  await registerOn(page, 'tabs_four');
  await page.route('**/auth/refresh', (route) => route.fulfill({ status: 503, json: { code: 'http.503' } }));
  await page.goto('/account');
  await page.getByText('Nobody answers yet whether you are still signed in').waitFor();
  await page.getByRole('link', { name: 'Florin', exact: true }).click();
  await page.getByRole('heading', { name: 'Shop' }).waitFor();
  expect(await page.getByRole('link', { name: /Log in|Register|Make an account/ }).count()).toBe(0);

  await page.unroute('**/auth/refresh');
  await page.getByRole('button', { name: 'Account of tabs_four' }).waitFor();
});

it('says that the session goes on when nobody heard the log-out', async () => {
  const { page } = player;
  await registerOn(page, 'tabs_five');
  const menu = page.getByRole('button', { name: 'Account of tabs_five' });
  await player.context.setOffline(true);
  await menu.click();
  await page.getByText('Log out').click();
  await page.getByText('Nobody answered: you are still logged in').waitFor();
  await menu.waitFor();

  await player.context.setOffline(false);
  await menu.click();
  await page.getByText('Log out').click();
  await page.getByRole('button', { name: 'Play as a guest' }).waitFor();
});

it('is signed out when the session is ended on another device', async () => {
  const page = await openInventory('tabs_two');
  const elsewhere = await fetch(`${florin.url}/api/v1/auth/login`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ username: 'tabs_two', password: PASSWORD }),
  });
  const { accessToken } = (await elsewhere.json()) as { accessToken: string };
  await fetch(`${florin.url}/api/v1/auth/password`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', authorization: `Bearer ${accessToken}` },
    body: JSON.stringify({ currentPassword: PASSWORD, newPassword: `${PASSWORD} anew` }),
  });
  await page.waitForURL(/\/login\?next=/, AT_ONCE);
});
