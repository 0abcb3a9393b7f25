import { randomBytes, randomUUID } from 'node:crypto';
import { ProductsService } from '../../src/products/products.service';
import type { TestApp } from './app';
import { call, makeUser, type TestUser } from './players';

export const PAYME_KEY = 'fixture of the cashbox, not a key';
export const PAYME_ENV = { PAYME_ID: '587f72c72cac0d162c722ae2', PAYME_KEY };
export const PRICE_TIYIN = 2_500_000;
export const WAIT_MS = 43_200_000;

/** An answer of ours, as Payme reads it. */
export interface PaymeAnswer {
  jsonrpc: string;
  id: number | string | null;
  result: Record<string, unknown> & { transactions?: Record<string, unknown>[] };
  error: { code: number; message: Record<string, string>; data?: string };
}

export interface PaymeOrder {
  id: string;
  user: TestUser;
  productId: string;
  amount: number;
  url: string;
}

let calls = 0;

export function basic(key = PAYME_KEY, login = 'Paycom'): Record<string, string> {
  return { authorization: `Basic ${Buffer.from(`${login}:${key}`).toString('base64')}` };
}

/** Any request to the one address; every answer must be HTTP 200, whatever is asked. */
export async function knock(app: { url: string }, init: RequestInit, path = '/payme/webhook'): Promise<PaymeAnswer> {
  const response = await fetch(`${app.url}${path}`, { method: 'POST', ...init });
  expect(response.status).toBe(200);
  expect(response.headers.get('content-type')).toContain('application/json');
  return (await response.json()) as PaymeAnswer;
}

/** A call as Payme makes it: no `jsonrpc`, and a content type of its own. */
export async function rpc(
  app: { url: string },
  method: string,
  params: object,
  headers: Record<string, string> = basic(),
): Promise<PaymeAnswer> {
  const id = ++calls;
  const answer = await knock(app, {
    headers: { 'content-type': 'text/json; charset=UTF-8', ...headers },
    body: JSON.stringify({ method, params, id }),
  });
  expect(answer).toMatchObject({ jsonrpc: '2.0', id });
  expect('result' in answer).toBe(!('error' in answer));
  return answer;
}

/** The result of a call that must succeed. */
export async function ask(app: { url: string }, method: string, params: object): Promise<PaymeAnswer['result']> {
  const answer = await rpc(app, method, params);
  expect(answer.error).toBeUndefined();
  return answer.result;
}

/** The number of the refusal of a call that must be refused. */
export async function refusal(app: { url: string }, method: string, params: object): Promise<number> {
  const { error } = await rpc(app, method, params);
  expect(error.message).toEqual({ ru: expect.any(String), uz: expect.any(String), en: expect.any(String) });
  return error.code;
}

/** As Payme's ids look. */
export function paymeId(): string {
  return randomBytes(12).toString('hex');
}

export function creation({ id, amount }: PaymeOrder, over: Record<string, unknown> = {}) {
  return { id: paymeId(), time: Date.now(), amount, account: { purchase_id: id }, ...over };
}

/** A player who has put something into the cart and chosen Payme. */
export async function orderForPayme(app: TestApp, buyer?: TestUser): Promise<PaymeOrder> {
  const sku = `sword-${randomUUID()}`;
  const { id: productId } = await app.get(ProductsService).create({
    sku,
    name: 'A sword',
    type: 'consumable',
    prices: { UZS: PRICE_TIYIN },
  } as never);
  const user = buyer ?? (await makeUser(app));
  await call(app, '/cart/items', { body: { productId, quantity: 2 }, token: user.token });
  const { status, body } = await call<{ order: { id: string; total: number }; payment: { url: string } }>(
    app,
    '/checkout',
    { body: { provider: 'payme', currency: 'UZS' }, key: randomUUID(), token: user.token },
  );
  expect({ status, body }).toMatchObject({ status: 201, body: { order: { total: 2 * PRICE_TIYIN } } });
  return { id: body.order.id, user, productId, amount: body.order.total, url: body.payment.url };
}

/** The id of a transaction that waits to be performed. */
export async function createdFor(app: TestApp, order: PaymeOrder): Promise<string> {
  const params = creation(order);
  await ask(app, 'CreateTransaction', params);
  return params.id;
}

/** The id of a transaction that has paid for the order. */
export async function performedFor(app: TestApp, order: PaymeOrder): Promise<string> {
  const id = await createdFor(app, order);
  await ask(app, 'PerformTransaction', { id });
  return id;
}

export async function statusOf(app: TestApp, { id, user }: PaymeOrder): Promise<string> {
  return (await call<{ status: string }>(app, `/orders/${id}`, { token: user.token })).body.status;
}

/** How many of what was ordered the player has. */
export async function heldOf({ database }: TestApp, { productId, user }: PaymeOrder): Promise<number> {
  const [row] = await database.query<{ quantity: string }>(
    `select quantity from inventory where user_id = '${user.id}' and product_id = '${productId}'`,
  );
  return Number(row?.quantity ?? 0);
}
