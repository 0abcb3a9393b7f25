import { randomUUID } from 'node:crypto';
import { EconomyService } from '../../src/economy/economy.service';
import { OrdersService } from '../../src/orders/orders.service';
import { PaymentsService } from '../../src/payments/payments.service';
import { newId } from '../../src/platform/database/new-id';
import { UnitOfWork } from '../../src/platform/database/unit-of-work';
import { sign } from '../../src/payments/sandbox/sandbox-signature';
import { type Answer, call, type TestUser } from './players';
import type { TestApp } from './app';

/** Signs what the tests send as the sandbox. */
export const SANDBOX_SECRET = Buffer.from('a secret that only the tests and the sandbox know');
export const WITH_SANDBOX = {
  SANDBOX_WEBHOOK_SECRET: `whsec_${SANDBOX_SECRET.toString('base64')}`,
};

export interface OrderedLine {
  productId: string;
  quantity?: number;
  unitPrice: number;
  /** Of a pack: the whole line. */
  coins?: { currency: string; amount: number };
}

export interface PlacedOrder {
  id: string;
  total: number;
  lineIds: string[];
}

export interface Shown {
  status: string;
  attention: string | null;
}

/** An order as a checkout makes it, with prices of the test's own, in USD. */
export async function placeOrder(
  app: TestApp,
  user: TestUser,
  lines: readonly OrderedLine[],
  { provider = 'sandbox', expiresAt = new Date(Date.now() + 3_600_000), returnUrl = 'https://shop.example/back' } = {},
): Promise<PlacedOrder> {
  const id = newId();
  const createdAt = new Date();
  const placed = lines.map(({ productId, quantity = 1, unitPrice, coins }) => {
    return { id: newId(), productId, quantity, unitPrice, coins };
  });
  const total = placed.reduce((sum, { quantity, unitPrice }) => sum + quantity * unitPrice, 0);
  await app.database.query(
    `insert into orders (user_id, id, status, provider, currency, total, cart_version, return_url, created_at, expires_at)
     values ($1, $2, 'pending', $3, 'USD', $4, $7, $8, $5, $6)`,
    [user.id, id, provider, total, createdAt, expiresAt, await nextCartVersion(app, user), returnUrl],
  );
  for (const { id: lineId, productId, quantity, unitPrice, coins } of placed) {
    await app.database.query(
      `insert into order_lines (user_id, order_id, id, product_id, sku, name, quantity, unit_price, amount,
         coins_currency, coins_amount)
       select $1, $2, $3, p.id, p.sku, p.name, $5::bigint, $6::bigint, $5::bigint * $6::bigint, $7, $8
       from products p where p.id = $4`,
      [user.id, id, lineId, productId, quantity, unitPrice, coins?.currency ?? null, coins?.amount ?? null],
    );
  }
  const order = await app.get(OrdersService).find(user.id, id);
  if (order === null) throw new Error('The order was not placed.');
  await app.get(UnitOfWork).run(async (tx) => {
    const supply = placed.map(({ id: orderLineId, productId, quantity }) => ({
      orderLineId,
      productId,
      quantity,
    }));
    const common = { userId: user.id, actorId: user.id, orderId: id };
    const [receipt] = await app.get(EconomyService).apply(tx, [
      {
        kind: 'reserve',
        ...common,
        lines: supply,
        at: createdAt.toISOString(),
      },
    ]);
    if (!receipt.accepted) throw receipt.error;
    await app.get(PaymentsService).open(tx, order);
  });
  return { id, total, lineIds: placed.map((line) => line.id) };
}

async function nextCartVersion(app: TestApp, user: TestUser): Promise<number> {
  const [{ version }] = await app.database.query<{ version: number }>(
    'select count(*)::int + 1 as version from orders where user_id = $1',
    [user.id],
  );
  return version;
}

export interface Told {
  type: string;
  transactionId?: string;
  paymentId?: string;
  amount?: number | null;
  lines?: { orderLineId: string; quantity: number }[] | null;
  currency?: string;
  at?: string;
}

/** A notification of the sandbox about this order, signed as it signs, unless the test knows better. */
export function tell(
  app: { url: string },
  order: { id: string; total: number },
  { type, transactionId = order.id, paymentId, amount = order.total, lines, currency = 'USD', at }: Told,
  { secret = SANDBOX_SECRET, alter = (body: string) => body } = {},
): Promise<Response> {
  const data = { orderId: order.id, transactionId, paymentId, amount, lines, currency };
  const body = JSON.stringify({
    type: `payment.${type}`,
    timestamp: at ?? new Date().toISOString(),
    data,
  });
  const headers = {
    'content-type': 'application/json',
    ...sign(secret, 'msg_1', Math.floor(Date.now() / 1_000), body),
  };
  return fetch(`${app.url}/webhooks/sandbox`, {
    method: 'POST',
    headers,
    body: alter(body),
  });
}

/** Tells it and expects that we took it. */
export async function told(app: { url: string }, order: PlacedOrder, what: Told): Promise<void> {
  const { status } = await tell(app, order, what);
  if (status !== 204) throw new Error(`${what.type} was answered ${status}.`);
}

export async function orderOf(app: TestApp, order: { id: string }): Promise<Shown> {
  const [row] = await app.database.query<Shown>('select status, attention from orders where id = $1', [order.id]);
  return row;
}

/** What came, what went back, and what waits to go back. */
export async function moneyOf(app: TestApp, order: { id: string }) {
  const [row] = await app.database.query<{
    received: string;
    returned: string;
    to_return: string;
  }>('select received, returned, to_return from payments where order_id = $1', [order.id]);
  return {
    received: Number(row.received),
    returned: Number(row.returned),
    toReturn: Number(row.to_return),
  };
}

/** How many of a product a player holds. */
export async function holds(app: TestApp, { id }: { id: string }, productId: string): Promise<number> {
  const [row] = await app.database.query<{ quantity: string }>(
    'select quantity from inventory where user_id = $1 and product_id = $2',
    [id, productId],
  );
  return Number(row?.quantity ?? 0);
}

export async function owes(app: TestApp, { id }: { id: string }): Promise<number> {
  const [{ owed }] = await app.database.query<{ owed: string }>(
    'select coalesce(sum(owed), 0) as owed from fulfilments where user_id = $1',
    [id],
  );
  return Number(owed);
}

export function refund(
  app: TestApp,
  staff: TestUser,
  order: { id: string },
  body: object = {},
  key: string = randomUUID(),
): Promise<Answer<Shown & { code: string }>> {
  const reason = 'Bought by mistake.';
  return call(app, `/orders/${order.id}/refunds`, {
    token: staff.token,
    body: { reason, ...body },
    key,
  });
}
