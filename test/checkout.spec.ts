import { randomUUID } from 'node:crypto';
import { ProductsService, type ProductDraft } from '../src/products/products.service';
import { type TestApp, startApp } from './support/app';
import { WITH_SANDBOX } from './support/orders';
import { type Answer, call, type Call, makeUser, type TestUser, times } from './support/players';

interface Ordered {
  code: string;
  orderId: string | null;
  lines: object[];
  order: { id: string; status: string; total: number; lines: { sku: string; amount: number }[] };
  payment: { provider: string; url: string | null };
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
});
afterAll(() => app.close());

async function product(draft: Partial<ProductDraft> = {}): Promise<string> {
  const sku = `good-${randomUUID()}`;
  const common = { sku, name: 'A good', type: 'consumable' as const, prices: { USD: 199, UZS: 2_500_000 } };
  return (await app.get(ProductsService).create({ ...common, ...draft })).id;
}

async function buyerOf(productId: string, quantity = 1): Promise<TestUser> {
  const user = await makeUser(app);
  expect((await put(user, productId, quantity)).status).toBe(201);
  return user;
}

const put = (user: TestUser, productId: string, quantity = 1) =>
  call(app, '/cart/items', { body: { productId, quantity }, token: user.token });

function checkOut(user: TestUser, over: object = {}, options: Call = {}): Promise<Answer<Ordered>> {
  const body = { provider: 'sandbox', currency: 'USD', ...over };
  return call<Ordered>(app, '/checkout', { body, key: randomUUID(), token: user.token, ...options });
}

async function setPrice(productId: string, amount: number): Promise<void> {
  await app.database.query(`update prices set amount = $2 where product_id = $1 and currency = 'USD'`, [
    productId,
    amount,
  ]);
}

async function count(sql: string, ...params: unknown[]): Promise<number> {
  const [{ n }] = await app.database.query<{ n: string }>(`select count(*) as n ${sql}`, params);
  return Number(n);
}

const ordersOf = ({ id }: TestUser) => count('from orders where user_id = $1', id);
const takenOf = async (productId: string) =>
  Number(
    (
      await app.database.query<{ taken: string }>('select taken from product_stock where product_id = $1', [productId])
    )[0].taken,
  );

describe('the checkout', () => {
  it('makes an order at the prices of the moment, an address to pay at, and an empty cart', async () => {
    const [one, other] = [await product(), await product({ prices: { USD: 50 } })];
    const user = await buyerOf(one, 2);
    await put(user, other, 3);
    const { status, body } = await checkOut(user, { expectedTotal: 548, returnUrl: 'https://game.example.com/shop' });
    expect([status, body]).toMatchObject([
      201,
      {
        order: { status: 'pending', total: 548, currency: 'USD', lines: [{ amount: 398 }, { amount: 150 }] },
        payment: { provider: 'sandbox', url: expect.stringContaining('/pay/sandbox/') },
      },
    ]);
    expect((await call(app, '/cart', { token: user.token })).body).toMatchObject({ lines: [], totals: {} });
    await setPrice(one, 999);
    await put(user, one, 5);
    const kept = await call(app, `/orders/${body.order.id}`, { token: user.token });
    expect(kept.body).toEqual(body.order);
  });

  it('makes one order of one version of a cart, however many ask at once with keys of their own', async () => {
    const user = await buyerOf(await product({ stock: 100 }));
    const answers = await Promise.all(times(50, () => checkOut(user)));
    const made = answers.filter(({ status }) => status === 201);
    expect([made.length, await ordersOf(user)]).toEqual([1, 1]);
    for (const { status, body } of answers.filter((answer) => answer !== made[0])) {
      expect([status, body.code, body.orderId]).toEqual([409, 'checkout.cart_empty', made[0].body.order.id]);
    }
  });

  it('answers the same to all who repeat one key, and makes one order', async () => {
    const user = await buyerOf(await product());
    const key = randomUUID();
    const answers = await Promise.all(times(20, () => checkOut(user, {}, { key })));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect([answers[0].status, await ordersOf(user)]).toEqual([201, 1]);
    const reused = await checkOut(user, { currency: 'UZS' }, { key });
    expect([reused.status, reused.body.code]).toEqual([422, 'idempotency.key_reused']);
  });

  it('makes the address that is missing when it is repeated, and no second order', async () => {
    const user = await buyerOf(await product());
    const key = randomUUID();
    const first = await checkOut(user, {}, { key });
    await app.database.query('update payments set url = null where user_id = $1', [user.id]);
    await app.database.query(
      `update idempotency_keys set answer = replace(answer, $2, 'null') where user_id = $1 and answer like '%"url":%'`,
      [user.id, JSON.stringify(first.body.payment.url)],
    );
    const again = await checkOut(user, {}, { key });
    expect(again.body).toEqual(first.body);
    expect(await ordersOf(user)).toBe(1);
    expect(await count(`from payments where user_id = $1 and url is not null`, user.id)).toBe(1);
  });

  it('needs a key, a provider and a currency that are offered', async () => {
    const user = await buyerOf(await product());
    const refusals = [
      await checkOut(user, {}, { key: undefined }),
      await checkOut(user, { provider: 'nobody' }),
      await checkOut(user, { currency: 'COIN' }),
      await checkOut(await makeUser(app)),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [400, 'idempotency.key_missing'],
      [422, 'payment.provider_not_offered'],
      [409, 'checkout.lines_unavailable'],
      [409, 'checkout.cart_empty'],
    ]);
    expect(await ordersOf(user)).toBe(0);
  });

  it('tells the difference of each line when prices have drifted, once', async () => {
    const productId = await product();
    const user = await buyerOf(productId, 2);
    await setPrice(productId, 250);
    const stale = await checkOut(user, { expectedTotal: 398 });
    expect([stale.status, stale.body]).toMatchObject([
      409,
      {
        code: 'checkout.price_changed',
        total: 500,
        expectedTotal: 398,
        lines: [{ before: 199, now: 250, quantity: 2, difference: 102 }],
      },
    ]);
    await setPrice(productId, 260);
    const untold = await checkOut(user);
    expect([untold.body.code, untold.body.lines]).toMatchObject([
      'checkout.price_changed',
      [{ before: 250, now: 260 }],
    ]);
    expect(await ordersOf(user)).toBe(0);
    expect((await checkOut(user)).body.order.total).toBe(520);
  });

  it('never sells more than there is, and gives back what an order that ends had kept', async () => {
    const productId = await product({ stock: 5 });
    const users = await Promise.all(times(12, () => buyerOf(productId)));
    const answers = await Promise.all(users.map((user) => checkOut(user)));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(5);
    expect(await takenOf(productId)).toBe(5);
    const winner = answers.findIndex(({ status }) => status === 201);
    const { order } = answers[winner].body;
    await call(app, `/orders/${order.id}/cancel`, { method: 'POST', token: users[winner].token });
    expect(await takenOf(productId)).toBe(4);
    const loser = answers.findIndex(({ status }) => status !== 201);
    expect((await checkOut(users[loser])).status).toBe(201);
  });

  it('refuses what cannot be bought any more, by line', async () => {
    const productId = await product({ stock: 3, limitPerPlayer: { quantity: 2, period: 'day' } });
    const user = await buyerOf(productId, 3);
    const refused = await checkOut(user);
    expect(refused.body).toMatchObject({ code: 'checkout.lines_unavailable', lines: [{ reason: 'limit_reached' }] });
    const gone = await buyerOf(productId);
    await app.database.query('update products set is_active = false where id = $1', [productId]);
    expect((await checkOut(gone)).body).toMatchObject({ lines: [{ reason: 'not_on_sale' }] });
    expect(await takenOf(productId)).toBe(0);
  });

  it('keeps goods for so many unpaid orders of a player and no more, however many ask at once', async () => {
    const productId = await product({ stock: 20 });
    const user = await buyerOf(productId);
    for (let made = 0; made < 4; made++) {
      expect((await checkOut(user)).status).toBe(201);
      await put(user, productId);
    }
    const answers = await Promise.all(
      times(4, async () => {
        await put(user, productId);
        return checkOut(user);
      }),
    );
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(1);
    await put(user, productId);
    const refused = await checkOut(user);
    expect([refused.status, refused.body]).toMatchObject([409, { code: 'checkout.too_many_unpaid', limit: 5 }]);
    expect(await ordersOf(user)).toBe(5);
    const made = answers.find(({ status }) => status === 201)!.body.order;
    await call(app, `/orders/${made.id}/cancel`, { method: 'POST', token: user.token });
    expect((await checkOut(user)).status).toBe(201);
  });

  it('refuses sums that cannot be counted', async () => {
    const user = await buyerOf(await product({ prices: { USD: Number.MAX_SAFE_INTEGER } }), 2);
    expect((await checkOut(user)).body.code).toBe('checkout.total_too_large');
  });

  it.each(['javascript:alert(1)', 'https://a.b/;x', `https://a.b/${'x'.repeat(2_000)}`, '', 1, null])(
    'sends nobody back to %p',
    async (returnUrl) => {
      const user = await buyerOf(await product());
      expect((await checkOut(user, { returnUrl })).body.code).toBe('request.invalid');
    },
  );

  it('returns from each payment to the order that was paid, in whatever order they are', async () => {
    const id = await product();
    const user = await buyerOf(id);
    const returnUrl = 'https://game.example.com/orders/{orderId}';
    const older = (await checkOut(user, { returnUrl })).body;
    await put(user, id);
    await checkOut(user, { returnUrl });
    const page = await (await fetch(new URL(new URL(older.payment.url!).pathname, app.url))).text();
    expect(page).toContain(`href="https://game.example.com/orders/${older.order.id}"`);
  });

  it('gives coins of a pack when it is paid for', async () => {
    const pack = await product({ type: 'currency_pack', contents: { COIN: 500 } });
    const { body } = await checkOut(await buyerOf(pack, 3));
    expect(body.order.lines).toMatchObject([{ quantity: 3, coins: { currency: 'COIN', amount: 1_500 } }]);
  });
});

describe('a shop with settings of its own', () => {
  it('sends players back only where these allow it', async () => {
    const addresses = { RETURN_URLS: 'https://game.example.com/shop', PUBLIC_URL: 'https://florin.example.com' };
    const strict = await startApp({ ...WITH_SANDBOX, ...addresses });
    try {
      const user = await makeUser(strict);
      const ask = (returnUrl: string) =>
        call(strict, '/checkout', {
          body: { provider: 'sandbox', currency: 'USD', returnUrl },
          key: randomUUID(),
          token: user.token,
        });
      expect((await ask('https://evil.example.com/shop')).body.code).toBe('checkout.return_url_not_allowed');
      expect((await ask('https://game.example.com/shop/done')).body.code).toBe('checkout.cart_empty');
      expect((await ask('https://florin.example.com/orders/{orderId}')).body.code).toBe('checkout.cart_empty');
      expect((await ask('https://evil.example.com/{orderId}')).body.code).toBe('checkout.return_url_not_allowed');
    } finally {
      await strict.close();
    }
  });
});
