import type { Browser, Page } from 'playwright-core';
import { openBrowser, visit } from '../support/browser';
import { registerOn, takeCoins } from '../support/web-people';
import { startWebFlorin, type WebFlorin } from '../support/web-florin';

interface Words {
  language: string;
  buy: RegExp;
  /** As the live news tell it, and as the answer to the request does. */
  news: RegExp;
  answer: RegExp;
  /** Something else that is told, later. */
  put: RegExp;
  later: RegExp;
}

const SPOKEN: Words[] = [
  {
    language: 'en',
    buy: /Buy now.*Day boost/,
    news: /You bought Day boost for 100.COIN/,
    answer: /Day boost is yours/,
    put: /Put Pouch of 500 coins into the cart/,
    later: /Pouch of 500 coins is in the cart/,
  },
  {
    language: 'ru',
    buy: /Купить.*Буст на день/,
    news: /Куплено: Буст на день за 100.COIN/,
    answer: /Буст на день теперь у вас/,
    put: /Положить .* в корзину/,
    later: / в корзине\./,
  },
];

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

/** Somebody with 500 coins, whose pages speak a language. */
async function shopper(username: string, language: string): Promise<Page> {
  const { page } = await visit(browser, florin.url);
  await registerOn(page, username);
  await takeCoins(page);
  await page.evaluate(`localStorage.setItem('florin.language', '${language}')`);
  return page;
}

/** Whatever is told at the edge of the page, for good: the messages themselves go after a moment. */
const REMEMBER_TOLD = `
  globalThis.told = [];
  new MutationObserver((changes) => {
    for (const { addedNodes } of changes)
      for (const node of addedNodes) if (node.classList?.contains('el-message')) told.push(node.textContent);
  }).observe(document, { childList: true, subtree: true });
`;

describe.each(SPOKEN)('a purchase on a page in $language', ({ language, buy, news, answer, put, later }) => {
  it('is told in that language when the news come before the answer, and once', async () => {
    const page = await shopper(`early${language}`, language);
    await page.addInitScript(REMEMBER_TOLD);
    await page.route('**/purchase', async (route) => {
      const response = await route.fetch();
      await page.getByText(news).first().waitFor();
      await route.fulfill({ response });
    });
    // From its first frame on it is told what is to come.
    const isLive = page.waitForEvent('websocket').then((socket) => socket.waitForEvent('framereceived'));
    await Promise.all([isLive, page.goto('/')]);
    const answered = page.waitForResponse('**/purchase');
    await page.getByRole('button', { name: buy }).click();
    await answered;
    await page.getByRole('link', { name: /400.COIN/ }).waitFor();
    // The button is busy until the answer has been told of, where it is.
    await page.getByRole('button', { name: buy }).and(page.locator('[aria-busy=false]')).waitFor();
    await page.getByRole('button', { name: put }).first().click();
    await page.getByText(later).first().waitFor();
    const told = await page.evaluate<string[]>('told');
    expect(told.filter((text) => answer.test(text))).toEqual([]);
    expect(told.filter((text) => news.test(text))).toHaveLength(1);
  });

  it('is told in that language when there is the answer alone, and stands in the list in it', async () => {
    const page = await shopper(`late${language}`, language);
    await page.route('**/notifications/ticket', (route) => route.abort());
    await page.goto('/');
    await page.getByRole('button', { name: buy }).click();
    await page.getByText(answer).first().waitFor();
    await page.goto('/notifications');
    await page.getByText(news).first().waitFor();
  });
});
