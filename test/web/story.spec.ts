import type { Browser } from 'playwright-core';
import { openBrowser, PHONE, picture, visit, type Visitor } from '../support/browser';
import { buyButton, registerOn, signInToConsole, takeCoins } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

let florin: WebFlorin;
let browser: Browser;
let player: Visitor;
let finance: Visitor;

beforeAll(async () => {
  florin = await startWebFlorin();
  browser = await openBrowser();
  player = await visit(browser, florin.url, PHONE);
  finance = await visit(browser, florin.url);
});
afterAll(async () => {
  await browser?.close();
  await florin.close();
});

/** One story, told in order: each step goes on from the one before. */
describe('a player who buys, and the finance department that gives the money back', () => {
  it('registers, gets coins and buys an item, whose arrival is told live', async () => {
    const { page } = player;
    await registerOn(page, 'heroine');
    await takeCoins(page);
    await page.goto('/');
    await buyButton(page, 'Day boost').click();
    await page
      .getByText(/Day boost is yours|You bought Day boost for/)
      .first()
      .waitFor();
    await page.getByRole('link', { name: /Balance.*400/ }).waitFor();
    await page.getByRole('button', { name: /Notifications, unread: [1-9]/ }).waitFor();
    await picture(page, 'story-1-bought');
  });

  it('puts goods for real money into the cart and pays them on the sandbox page', async () => {
    const { page } = player;
    await page.getByRole('button', { name: /Put Pouch of 500 coins into the cart/ }).click();
    await page.getByText('Pouch of 500 coins is in the cart.').waitFor();
    await page.getByRole('button', { name: /Put Founder’s Medal into the cart/ }).click();
    await page.getByText('Founder’s Medal is in the cart.').waitFor();
    await page.goto('/cart');
    await page.getByTestId('cart-total').getByText('11.98').waitFor();
    await page.getByRole('radio', { name: /Sandbox/ }).check();
    await picture(page, 'story-2-cart');
    await page.getByRole('button', { name: 'Order and pay' }).click();
    await page.waitForURL(/\/pay\/sandbox\//);
    await page.getByRole('button', { name: 'Pay', exact: true }).click();
    await page.waitForURL((url) => !url.pathname.endsWith('/cart'));

    await page.goto('/orders');
    await page.getByText('Delivered').first().waitFor();
    await page.getByRole('link', { name: /Balance.*900/ }).waitFor();
    await page.goto('/inventory');
    await page.getByText('Founder’s Medal').first().waitFor();
    await picture(page, 'story-3-owned');
  });

  it('spends the coins', async () => {
    const { page } = player;
    await page.goto('/');
    await buyButton(page, 'Dragon Sword').click();
    await page.getByRole('dialog').getByRole('button', { name: 'Buy', exact: true }).click();
    await page.getByRole('link', { name: /Balance.*\s0\sCOIN/ }).waitFor();
  });

  it('sees the refund of the console arrive: the item is gone, and the coins are owed', async () => {
    const { page } = player;
    await page.goto('/orders');
    await page
      .getByRole('link', { name: /Order/ })
      .filter({ hasText: /11\.98|Order / })
      .last()
      .click();
    await page.getByText('Delivered').first().waitFor();

    await signInToConsole(finance.page);
    await finance.page.getByRole('link', { name: 'Payments' }).click();
    await finance.page.getByRole('table').getByRole('link').first().click();
    await finance.page.getByRole('button', { name: 'Refund' }).click();
    const dialog = finance.page.getByRole('dialog');
    await dialog.getByLabel('Why').fill('Bought by mistake.');
    await dialog.getByRole('button', { name: 'Refund' }).click();
    await finance.page.getByText('Refunded', { exact: true }).waitFor();
    await picture(finance.page, 'story-4-refunded');

    await page.getByText('Refunded', { exact: true }).first().waitFor();
    await page.getByTestId('order-debt').getByText('500 COIN').waitFor();
    await picture(page, 'story-5-debt');
    await page.goto('/inventory');
    await page.getByText('Dragon Sword').first().waitFor();
    expect(await page.getByText('Founder’s Medal').count()).toBe(0);
  });

  it('met no fault of a script and nothing that the policy refuses', () => {
    expect([...player.faults, ...finance.faults]).toEqual([]);
  });
});
