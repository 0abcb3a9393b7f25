import { randomUUID } from 'node:crypto';
import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { INPUTS } from '../../src/pipeline/pipeline-files';
import { writeSample } from '../../src/pipeline/engine/write-sample';
import { eventually } from './eventually';
import { openPage, pressed } from './payment-page';
import { ended, startRun, upload } from './pipeline';
import { BOOST, call, type Call, type TestUser } from './players';
import { PASSWORD } from './sessions';
import { DEMO_PASSWORD } from './web-florin';
import { NOBODY_THERE, type ShownDelivery } from './webhooks';

/** Who has something on every page of the storefront; logs in with the password of `sessions`. */
export const RICH = 'heroine';

/** The ids of what pages are about. */
export interface Rows {
  playerId: string;
  /** An order that was refunded when its coins were spent, and one that nobody paid yet. */
  refundedId: string;
  pendingId: string;
  runId: string;
  endpointId: string;
}

const POUCH = '0199c000-0000-7000-8000-000000000008';
const MEDAL = '0199c000-0000-7000-8000-000000000009';
const SWORD = '0199c000-0000-7000-8000-000000000004';
const PREMIUM = '0199c000-0000-7000-8000-000000000002';
const WHY = { reason: 'The purchase of yesterday did not arrive.', ticket: 'SUP-7' };

/** Leaves something on every page of a demonstration, over HTTP alone. */
export async function makeRows(florin: { url: string }): Promise<Rows> {
  const admin = await enter(florin, 'login', { username: 'admin', password: DEMO_PASSWORD });
  const player = await enter(florin, 'register', {
    username: RICH,
    email: `${RICH}@example.com`,
    password: PASSWORD,
  });
  const [endpointId, runId] = await Promise.all([tellNobody(florin, admin), runPipeline(florin, admin)]);
  await send(florin, admin, '/api-keys', { name: 'game-server-eu', scopes: ['read'] });
  await play(florin, player);
  await beGiven(florin, admin, player);
  const [refundedId, pendingId] = [await refund(florin, admin, player), await leaveUnpaid(florin, player)];
  await fetch(`${florin.url}/api/v1/webhooks/sandbox`, { method: 'POST', body: '{"type":"payment.paid"}' });
  await eventually(async () => {
    const { items } = await send<{ items: ShownDelivery[] }>(
      florin,
      admin,
      `/webhook-endpoints/${endpointId}/deliveries`,
    );
    expect(items.some(({ attemptCount }) => attemptCount > 0)).toBe(true);
  });
  return { playerId: player.id, refundedId, pendingId, runId, endpointId };
}

/** Somebody who has paid for something: our own books have a side to compare with. */
export async function makePayer(florin: { url: string }, username: string): Promise<void> {
  const player = await enter(florin, 'register', { username, email: `${username}@example.com`, password: PASSWORD });
  await pay(florin, player, [POUCH]);
}

async function enter(florin: { url: string }, how: 'login' | 'register', body: object): Promise<TestUser> {
  const {
    status,
    body: session,
    text,
  } = await call<{ accessToken: string; user: { id: string } }>(florin, `/auth/${how}`, { body });
  if (status > 299) throw new Error(text);
  return { id: session.user.id, token: session.accessToken };
}

/** What is answered; a body makes it a POST with a key of its own. */
async function send<Body = Record<string, unknown>>(
  florin: { url: string },
  { token }: TestUser,
  path: string,
  body?: object,
  options: Call = {},
): Promise<Body> {
  const key = body === undefined ? undefined : randomUUID();
  const answer = await call<Body>(florin, path, { token, body, key, ...options });
  if (answer.status > 299) throw new Error(`${path}: ${answer.status} ${answer.text}`);
  return answer.body;
}

/** Everything is told to an address where nobody listens: the log of deliveries shows what waits and why. */
async function tellNobody(florin: { url: string }, admin: TestUser): Promise<string> {
  const endpoint = { url: NOBODY_THERE, description: 'The game servers in Europe' };
  return (await send<{ id: string }>(florin, admin, '/webhook-endpoints', endpoint)).id;
}

async function runPipeline(florin: { url: string }, admin: TestUser): Promise<string> {
  const folder = await mkdtemp(join(tmpdir(), 'florin-sample-'));
  try {
    await writeSample(folder, 400, 7);
    for (const name of INPUTS) {
      const { status } = await upload(florin, admin, `name=${name}`, await readFile(join(folder, name)));
      expect([name, status]).toEqual([name, 201]);
    }
  } finally {
    await rm(folder, { recursive: true });
  }
  const { body } = await startRun(florin, admin);
  return (await ended(florin, admin, body.id)).id;
}

async function play(florin: { url: string }, player: TestUser): Promise<void> {
  await send(florin, player, '/users/me/add-funds', { amount: 1_000 });
  await send(florin, player, '/earn', { reason: 'daily_login' });
  await send(florin, player, `/products/${BOOST.id}/purchase`, { quantity: 3 });
  await send(florin, player, `/products/${BOOST.id}/use`, { quantity: 1 });
  await send(florin, player, `/products/${PREMIUM}/purchase`, {});
  const refused = await call(florin, `/products/${SWORD}/purchase`, { token: player.token, body: {} });
  expect(refused.status).toBe(402);
  await send(florin, player, '/events', { eventType: 'level_complete', meta: { level: 7 }, clientEventId: 'level-7' });
}

/** A gift, one that waits for a second person, and a budget. */
async function beGiven(florin: { url: string }, admin: TestUser, { id }: TestUser): Promise<void> {
  await send(florin, admin, `/users/${id}/grants`, { currency: 'COIN', amount: 50, ...WHY });
  await send(florin, admin, `/users/${id}/grants`, { productId: BOOST.id, quantity: 2_001, ...WHY });
  const budget = { role: 'support', currency: 'COIN', perDay: 20_000 };
  await send(florin, admin, '/grant-budgets', budget, { method: 'PUT' });
}

async function pay(florin: { url: string }, player: TestUser, products: readonly string[]): Promise<string> {
  const order = await checkOut(florin, player, products);
  await pressed(await openPage(florin, order.url), 'pay');
  await eventually(async () => {
    expect(await send(florin, player, `/orders/${order.id}`)).toMatchObject({ status: 'fulfilled' });
  });
  return order.id;
}

/** Coins for money, spent before the money goes back: they are owed. */
async function refund(florin: { url: string }, admin: TestUser, player: TestUser): Promise<string> {
  await pay(florin, player, [POUCH]);
  const orderId = await pay(florin, player, [POUCH, MEDAL]);
  const { balance } = await send<{ balance: number }>(florin, player, '/users/me/balance');
  await send(florin, player, `/products/${BOOST.id}/purchase`, { quantity: Math.floor(balance / 100) });
  await send(florin, admin, `/orders/${orderId}/refunds`, { reason: 'Bought by mistake.' });
  return orderId;
}

/** An order that waits to be paid, and the next one's beginning in the cart. */
async function leaveUnpaid(florin: { url: string }, player: TestUser): Promise<string> {
  const { id } = await checkOut(florin, player, [POUCH]);
  await send(florin, player, '/cart/items', { productId: POUCH, quantity: 2 });
  return id;
}

async function checkOut(florin: { url: string }, player: TestUser, products: readonly string[]) {
  for (const productId of products) await send(florin, player, '/cart/items', { productId, quantity: 1 });
  const { order, payment } = await send<{ order: { id: string }; payment: { url: string } }>(
    florin,
    player,
    '/checkout',
    { provider: 'sandbox', currency: 'USD' },
  );
  return { id: order.id, url: payment.url };
}
