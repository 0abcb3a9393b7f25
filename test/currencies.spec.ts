import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { grant, revoke } from './support/grants';
import {
  type Answer,
  BOOST,
  buy,
  call,
  makeUser,
  openShop,
  type Receipt,
  type TestUser,
  times,
} from './support/players';
import { earn } from './support/rewards';

interface Currency {
  code: string;
  name: string;
  kind: string;
  scale: number;
  maxBalance: number;
  isActive: boolean;
}

type CurrencyAnswer = Answer<Currency & { code: string; errors: { pointer: string }[] }>;

let app: TestApp;
let admin: TestUser;
let server: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
  server = await makeUser(app, { role: 'service' });
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

const list = async () => (await call<Currency[]>(app, '/currencies')).body;
const find = async (code: string) => (await list()).find((currency) => currency.code === code);
const create = (body: object, token = admin.token): Promise<CurrencyAnswer> =>
  call(app, '/currencies', { token, body });
const change = (code: string, body: object, token = admin.token): Promise<CurrencyAnswer> =>
  call(app, `/currencies/${code}`, { method: 'PATCH', token, body });
const named = (code: string) => ({ code, name: `The ${code}`, maxBalance: 1_000 });

let topUps = 0;
const topUp = (player: TestUser, currency: string, amount: number) =>
  call<Receipt>(app, `/users/${player.id}/add-funds`, {
    token: server.token,
    key: `top-up ${++topUps}`.replace(' ', '-'),
    body: { currency, amount },
  });
const balancesOf = async (player: TestUser) =>
  (await call<{ balances: Record<string, number> }>(app, '/users/me/balance', { token: player.token })).body.balances;

/** A product that is sold for each of these. */
async function sell(sku: string, prices: Record<string, number>): Promise<string> {
  const body = { sku, name: sku, type: 'consumable', prices };
  return (await call<{ id: string }>(app, '/products', { token: admin.token, body })).body.id;
}

describe('GET /currencies', () => {
  it('shows everybody every currency', async () => {
    expect(await find('COIN')).toEqual({
      code: 'COIN',
      name: 'Coin',
      kind: 'virtual',
      scale: 0,
      maxBalance: 1_000_000_000_000,
      isActive: true,
    });
  });
});

describe('POST /currencies', () => {
  it('adds a virtual currency, in whole units, in use from now on', async () => {
    const { status, body } = await create({ code: 'MANA_2', name: 'Mana', maxBalance: Number.MAX_SAFE_INTEGER });
    const made = {
      code: 'MANA_2',
      name: 'Mana',
      kind: 'virtual',
      scale: 0,
      maxBalance: Number.MAX_SAFE_INTEGER,
      isActive: true,
    };
    expect([status, body]).toEqual([201, made]);
    expect(await find('MANA_2')).toEqual(made);
    expect((await create({ ...named('LATER'), isActive: false })).body.isActive).toBe(false);
  });

  it('is for admins alone: no scope of a service opens it', async () => {
    for (const role of ['player', 'support', 'finance', 'service'] as const) {
      expect((await create(named('NOPE'), (await makeUser(app, { role })).token)).status).toBe(403);
    }
    expect((await call(app, '/currencies', { body: named('NOPE') })).status).toBe(401);
    expect(await find('NOPE')).toBeUndefined();
  });

  it('gives a code once, to one of twenty who ask for it', async () => {
    const answers = await Promise.all(times(20, (n) => create({ ...named('RUSH'), name: `Rush ${n}` })));
    const won = answers.filter(({ status }) => status === 201);
    expect(won).toHaveLength(1);
    expect(
      new Set(answers.filter((each) => each !== won[0]).map(({ status, body }) => `${status} ${body.code}`)),
    ).toEqual(new Set(['409 wallet.currency_taken']));
    expect((await find('RUSH'))?.name).toBe(won[0].body.name);
  });

  it.each([
    ['/code', { code: 'gem' }],
    ['/code', { code: 'G' }],
    ['/code', { code: '2GEM' }],
    ['/code', { code: 'A'.repeat(17) }],
    ['/code', { code: 'GEM\n' }],
    ['/name', { name: '' }],
    ['/name', { name: ' ' }],
    ['/name', { name: 5 }],
    ['/name', { name: 'two\nlines' }],
    ['/name', { name: 'x'.repeat(61) }],
    ['/maxBalance', { maxBalance: 0 }],
    ['/maxBalance', { maxBalance: 1.5 }],
    ['/maxBalance', { maxBalance: '1000' }],
    ['/maxBalance', { maxBalance: 2 ** 53 }],
    ['/kind', { kind: 'real' }],
    ['/scale', { scale: 5 }],
    ['/kind', { kind: 'real' }],
    ['/isActive', { isActive: 1 }],
  ])('names what is wrong at %s in %j', async (pointer, fault) => {
    const { status, body } = await create({ ...named('FAULTY'), ...fault });
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors.map((error) => error.pointer)).toContain(pointer);
  });
});

describe('PATCH /currencies/:code', () => {
  it('changes what is given and nothing else', async () => {
    const { body: made } = await create(named('CALM'));
    expect((await change('CALM', { name: 'Calmer' })).body).toEqual({ ...made, name: 'Calmer' });
    expect((await change('CALM', { maxBalance: 5, isActive: false })).body).toEqual({
      ...made,
      name: 'Calmer',
      maxBalance: 5,
      isActive: false,
    });
    expect(await find('CALM')).toMatchObject({ name: 'Calmer', maxBalance: 5, isActive: false });
  });

  it('is for admins, and finds a currency by its code alone', async () => {
    for (const role of ['player', 'support', 'finance', 'service'] as const) {
      expect((await change('COIN', { name: 'Mine' }, (await makeUser(app, { role })).token)).status).toBe(403);
    }
    for (const code of ['coin', 'NONE', "'"]) {
      const { status, body } = await change(code, { name: 'x' });
      expect([status, body.code]).toEqual([404, 'wallet.currency_not_found']);
    }
    for (const fault of [{ name: null }, { isActive: 'no' }, { code: 'OTHER' }, { kind: 'real' }, { maxBalance: 0 }]) {
      expect((await change('COIN', fault)).status).toBe(400);
    }
    expect((await find('COIN'))?.name).toBe('Coin');
  });

  it('takes no coin from whoever holds more than a new limit, and lets them in again once they are below', async () => {
    await create(named('CAPPED'));
    const product = await sell('capped', { CAPPED: 300 });
    const player = await makeUser(app);
    await topUp(player, 'CAPPED', 900);
    await change('CAPPED', { maxBalance: 500 });
    expect((await balancesOf(player)).CAPPED).toBe(900);
    const refused = await topUp(player, 'CAPPED', 1);
    expect([refused.status, refused.body.code]).toEqual([422, 'wallet.limit_exceeded']);
    for (const left of [600, 300]) {
      expect((await buy(app, player, product, { body: { currency: 'CAPPED' } })).body.balance).toBe(left);
    }
    expect((await topUp(player, 'CAPPED', 200)).body.balance).toBe(500);
    expect((await topUp(player, 'CAPPED', 1)).status).toBe(422);
  });

  it('lets nothing into an inactive currency and sells nothing for it; what is held stays, and comes to life again', async () => {
    await create(named('ASLEEP'));
    const product = await sell('asleep', { ASLEEP: 10, COIN: 10 });
    const player = await makeUser(app, { coins: 100 });
    await topUp(player, 'ASLEEP', 100);
    await change('ASLEEP', { isActive: false });

    const attempts = [
      await topUp(player, 'ASLEEP', 1),
      await buy(app, player, product, { body: { currency: 'ASLEEP' } }),
      await earn(app, server, { reason: 'quest', amount: 1, currency: 'ASLEEP', userId: player.id }),
      await grant(app, admin, player, { currency: 'ASLEEP', amount: 1 }),
    ];
    expect(attempts.map(({ status, body }) => `${status} ${body.code}`)).toEqual(
      times(attempts.length, () => '422 wallet.currency_inactive'),
    );
    expect((await buy(app, player, product)).status).toBe(201);
    expect(await balancesOf(player)).toEqual({ ASLEEP: 100, COIN: 90 });
    expect((await revoke(app, admin, player, { currency: 'ASLEEP', amount: 40 })).body.balance).toBe(60);

    await change('ASLEEP', { isActive: true });
    expect((await buy(app, player, product, { body: { currency: 'ASLEEP' } })).body.balance).toBe(50);
  });

  it('loses no change when twenty arrive at once', async () => {
    await create(named('BUSY'));
    await Promise.all(times(20, (n) => change('BUSY', n % 2 ? { name: 'Busier' } : { maxBalance: 7 })));
    expect(await find('BUSY')).toMatchObject({ name: 'Busier', maxBalance: 7, isActive: true });
  });
});

describe('A second currency', () => {
  let product: string;
  beforeAll(async () => {
    await create({ code: 'GEM', name: 'Gem', maxBalance: 1_000_000 });
    product = await sell('two-prices', { COIN: 100, GEM: 3 });
  });

  it('has a wallet from when it is first needed', async () => {
    const player = await makeUser(app, { coins: 150 });
    expect(await balancesOf(player)).toEqual({ COIN: 150 });
    const refused = await buy(app, player, product, { body: { currency: 'GEM' } });
    expect([refused.status, refused.body.code]).toEqual([402, 'wallet.insufficient_funds']);
    expect(await balancesOf(player)).toEqual({ COIN: 150 });
    expect((await topUp(player, 'GEM', 10)).body.balance).toBe(10);
    expect(await balancesOf(player)).toEqual({ COIN: 150, GEM: 10 });
  });

  it('pays what has a price in it, and leaves the other one alone', async () => {
    const player = await makeUser(app, { coins: 150 });
    await topUp(player, 'GEM', 10);
    const bought = await buy(app, player, product, { body: { currency: 'GEM', quantity: 2 } });
    expect(bought.body).toMatchObject({
      transaction: { currency: 'GEM', amount: 6, status: 'completed' },
      balance: 4,
      item: { quantity: 2 },
    });
    expect((await buy(app, player, product)).body).toMatchObject({ transaction: { currency: 'COIN' }, balance: 50 });
    const profile = await call<{ balance: number; balances: object }>(app, '/users/me', { token: player.token });
    expect(profile.body).toMatchObject({ balance: 50, balances: { COIN: 50, GEM: 4 } });
    const unpriced = await buy(app, player, BOOST.id, { body: { currency: 'GEM' } });
    expect([unpriced.status, unpriced.body.code]).toEqual([422, 'product.not_on_sale']);
  });

  it('is spent to the last unit and no further by twenty purchases at once', async () => {
    const player = await makeUser(app);
    await topUp(player, 'GEM', 30);
    const answers = await Promise.all(times(20, () => buy(app, player, product, { body: { currency: 'GEM' } })));
    expect(answers.filter(({ status }) => status === 201)).toHaveLength(10);
    expect(await balancesOf(player)).toEqual({ COIN: 0, GEM: 0 });
  });

  it('shows in the catalogue', async () => {
    const { body } = await call<{ items: { sku: string; prices: object; price: number | null }[] }>(
      app,
      '/products?currency=GEM',
    );
    expect(body.items).toMatchObject([{ sku: 'two-prices', prices: { COIN: 100, GEM: 3 }, price: 100 }]);
    const forGems = await sell('gems-only', { GEM: 1 });
    expect((await call<{ price: null }>(app, `/products/${forGems}`)).body.price).toBeNull();
  });
});
