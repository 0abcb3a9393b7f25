import { randomUUID } from 'node:crypto';
import { ProductsService } from '../../src/products/products.service';
import type { TestApp } from './app';
import { call, type TestUser } from './players';

/** The page where a payment is played through, as a browser has it. */
export interface Page {
  address: string;
  html: string;
  headers: Headers;
}

/** What a checkout led to. */
export interface Ordered {
  id: string;
  productId: string;
  total: number;
  /** Where its player was sent. */
  url: string;
}

/** A player puts something of this price into the cart and goes to the checkout. */
export async function orderAt(
  app: TestApp,
  { token }: TestUser,
  { provider, currency, price, quantity = 1 }: { provider: string; currency: string; price: number; quantity?: number },
): Promise<Ordered> {
  const { id: productId } = await app
    .get(ProductsService)
    .create({ sku: `thing-${randomUUID()}`, name: 'A thing', type: 'consumable', prices: { [currency]: price } });
  await call(app, '/cart/items', { body: { productId, quantity }, token });
  const { status, body } = await call<{ order: { id: string; total: number }; payment: { url: string } }>(
    app,
    '/checkout',
    { body: { provider, currency }, key: randomUUID(), token },
  );
  expect({ status, body }).toMatchObject({ status: 201 });
  return { id: body.order.id, productId, total: body.order.total, url: body.payment.url };
}

/** Follows a link to the page; the port of the tests is another one than the link names. */
export async function openPage(app: { url: string }, url: string): Promise<Page> {
  const address = app.url + new URL(url).pathname;
  const response = await fetch(address, { headers: { accept: 'text/html' } });
  expect(response.status).toBe(200);
  return { address, html: await response.text(), headers: response.headers };
}

export function hidden(html: string, name: string): string {
  return new RegExp(`name="${name}" value="([^"]+)"`).exec(html)?.[1] ?? '';
}

/** Sends one of its forms. */
export function press({ address, html }: Page, action: string, fields: Record<string, string> = {}): Promise<Response> {
  const body = new URLSearchParams({ token: hidden(html, 'token'), nonce: hidden(html, 'nonce'), action, ...fields });
  return fetch(address, { method: 'POST', body, redirect: 'manual' });
}

/** Sends one of its forms, and reads what the page then says. */
export async function pressed(page: Page, action: string, fields: Record<string, string> = {}): Promise<string> {
  const response = await press(page, action, fields);
  expect(response.status).toBe(303);
  const next = await fetch(new URL(response.headers.get('location') ?? '', page.address));
  return /<p role="status"><strong>([^<]*)/.exec(await next.text())?.[1] ?? '';
}
