import { randomUUID } from 'node:crypto';
import { AccessTokens } from '../../src/auth/access-tokens';
import { ApiKeysService } from '../../src/auth/api-keys.service';
import { CATALOGUE } from '../../src/demonstration/catalogue';
import { EconomyService } from '../../src/economy/economy.service';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { type Role, type Scope, SCOPES } from '../../src/platform/security/principal';
import { ProductsService } from '../../src/products/products.service';
import { UsersService } from '../../src/users/users.service';
import type { TestApp } from './app';

export const [BOOST, PREMIUM, POTION] = CATALOGUE;

export interface TestUser {
  id: string;
  token: string;
}

/** An answer over HTTP: what tests look at. */
export interface Answer<Body = Record<string, unknown>> {
  status: number;
  headers: Headers;
  text: string;
  body: Body;
}

/** Puts the demonstration products on sale. */
export async function openShop(app: TestApp): Promise<void> {
  const products = app.get(ProductsService);
  for (const product of CATALOGUE) await products.create(product);
}

/**
 * A user with a token; no password is hashed, so that tests may have hundreds. A service is an API key, which holds
 * nothing itself.
 */
export async function makeUser(
  app: TestApp,
  { coins = 0, role = 'player', scopes = SCOPES }: { coins?: number; role?: Role; scopes?: readonly Scope[] } = {},
): Promise<TestUser> {
  if (role === 'service') return makeApiKey(app, scopes);
  const name = `p${randomUUID().replaceAll('-', '').slice(0, 20)}`;
  const user = await app
    .get(UnitOfWork)
    .run((tx) =>
      app.get(UsersService).create(tx, { username: name, email: `${name}@example.com`, passwordHash: null, role }),
    );
  if (coins > 0) {
    await app
      .get(EconomyService)
      .submit({ kind: 'add_funds', userId: user.id, actorId: user.id, currency: 'COIN', amount: coins });
  }
  return { id: user.id, token: app.get(AccessTokens).issue(user).accessToken };
}

async function makeApiKey(app: TestApp, scopes: readonly Scope[]): Promise<TestUser> {
  const { id } = await makeUser(app, { role: 'admin' });
  const actor = { id, role: 'admin', requestId: 'makeUser' } as const;
  const { apiKey, text } = await app.get(ApiKeysService).issue(actor, { name: 'a test', scopes });
  return { id: apiKey.id, token: text };
}

export interface Call {
  method?: string;
  body?: unknown;
  key?: string;
  token?: string;
  headers?: Record<string, string>;
}

/** A request as a client makes it; `path` is below the prefix unless it begins with `//`. */
export async function call<Body = Record<string, unknown>>(
  target: { url: string },
  path: string,
  { method, body, key, token, headers }: Call = {},
): Promise<Answer<Body>> {
  const response = await fetch(`${target.url}${path.startsWith('//') ? path.slice(1) : `/api/v1${path}`}`, {
    method: method ?? (body === undefined ? 'GET' : 'POST'),
    headers: {
      ...(token === undefined ? {} : { authorization: `Bearer ${token}` }),
      ...(body === undefined ? {} : { 'content-type': 'application/json' }),
      ...(key === undefined ? {} : { 'idempotency-key': key }),
      ...headers,
    },
    body: body === undefined ? undefined : JSON.stringify(body),
  });
  const text = await response.text();
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  return { status: response.status, headers: response.headers, text, body: (isJson ? JSON.parse(text) : {}) as Body };
}

export interface Receipt {
  transaction: { id: string; kind: string; status: string; amount: number; quantity: number };
  balance: number;
  item: { quantity: number; purchasedAt: string };
  code: string;
}

export function buy(
  app: { url: string },
  user: TestUser,
  productId: string,
  call_: Call = {},
): Promise<Answer<Receipt>> {
  return call<Receipt>(app, `/products/${productId}/purchase`, { body: {}, token: user.token, ...call_ });
}

export async function balanceOf(app: TestApp, user: TestUser): Promise<number> {
  const { body } = await call<{ balance: number }>(app, '/users/me/balance', { token: user.token });
  return body.balance;
}

export function times<T>(count: number, make: (index: number) => T): T[] {
  return Array.from({ length: count }, (_, index) => make(index));
}
