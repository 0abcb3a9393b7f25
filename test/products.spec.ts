import { startApp, type TestApp } from './support/app';
import { BOOST, call, makeUser, openShop, PREMIUM, type TestUser } from './support/players';

interface Product {
  id: string;
  sku: string;
  name: string;
  price: number | null;
  prices: Record<string, number>;
  version: number;
  isActive: boolean;
  code: string;
  errors: { pointer: string }[];
}

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(() => app.close());

const list = (query = '', token?: string) =>
  call<{ items: Product[]; nextCursor: string | null }>(app, `/products${query}`, { token });
const create = (body: object, token = admin.token) => call<Product>(app, '/products', { token, body });
const draft = (sku: string, more: object = {}) => ({
  sku,
  name: sku,
  type: 'consumable',
  prices: { COIN: 5 },
  ...more,
});

describe('the catalogue', () => {
  it('shows everybody the active products with prices and the price in coins', async () => {
    const { status, body } = await list();
    expect(status).toBe(200);
    expect(body.items.find(({ id }) => id === BOOST.id)).toMatchObject({
      sku: 'day-boost',
      name: 'Буст на день',
      type: 'consumable',
      price: 100,
      prices: { COIN: 100 },
    });
  });

  it('finds a product by id and by SKU in any case, in the language asked for', async () => {
    const byId = await call<Product>(app, `/products/${BOOST.id}`);
    const bySku = await call<Product>(app, '/products/day-boost', {
      headers: { 'accept-language': 'de, en-GB;q=0.8, ru;q=0.1' },
    });
    const shouted = await call<Product>(app, '/products/DAY-Boost');
    expect([byId.body.name, bySku.body.name, shouted.body.id]).toEqual(['Буст на день', 'Day boost', BOOST.id]);
    const none = await call<Product>(app, '/products/nothing-like-it');
    expect([none.status, none.body.code]).toEqual([404, 'product.not_found']);
  });

  it('filters by type, currency and text, and pages without gaps', async () => {
    expect((await list('?type=permanent')).body.items.every(({ sku }) => sku !== BOOST.sku)).toBe(true);
    expect((await list('?currency=GEM')).body.items).toEqual([]);
    expect((await list(`?text=${encodeURIComponent('премиум')}`)).body.items.map(({ id }) => id)).toEqual([PREMIUM.id]);
    expect((await list('?text=%25')).body.items).toEqual([]);
    // Nor are the languages and fields of its texts what a product is called.
    expect((await list('?text=description')).body.items).toEqual([]);
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await list(`?limit=2${cursor}`);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual((await list('?limit=100')).body.items.map(({ id }) => id));
  });

  it('hides inactive products from all but staff', async () => {
    const { body } = await create(draft('hidden', { isActive: false }));
    const player = await makeUser(app);
    const support = await makeUser(app, { role: 'support' });
    for (const token of [undefined, player.token]) {
      expect((await call(app, `/products/${body.id}`, { token })).status).toBe(404);
      expect((await list('?active=all', token)).body.items.some(({ id }) => id === body.id)).toBe(false);
    }
    expect((await call(app, `/products/${body.id}`, { token: support.token })).status).toBe(200);
    expect((await list('?active=false', support.token)).body.items.map(({ id }) => id)).toEqual([body.id]);
  });
});

describe('POST /products', () => {
  it('adds a product with everything there is to say about it', async () => {
    const { status, body } = await create(
      draft('full', {
        name: 'Full',
        description: 'All of it.',
        localized: { ru: { name: 'Полный' }, 'pt-BR': { name: 'Completo', description: 'Tudo.' } },
        imageUrl: 'https://cdn.example.com/full.png',
        metadata: { rarity: 'epic', stats: { attack: 3 } },
      }),
    );
    expect([status, body.version, body.isActive]).toEqual([201, 1, true]);
    const inPortuguese = await call<Product>(app, '/products/full', { headers: { 'accept-language': 'pt-br' } });
    expect(inPortuguese.body).toMatchObject({
      name: 'Completo',
      description: 'Tudo.',
      metadata: { stats: { attack: 3 } },
    });
  });

  it.each([
    ['many short members', Object.fromEntries(Array.from({ length: 450 }, (_, n) => [`k${n}`, 1]))],
    ['a long list', { list: Array.from({ length: 1_900 }, () => 1) }],
    ['numbers that are long when written out', { list: Array.from({ length: 17 }, () => 1e308) }],
  ])('refuses metadata that is small as sent and large as stored: %s', async (_, metadata) => {
    const { status, body } = await create(draft('swollen', { metadata }));
    expect([status, body.code]).toEqual([422, 'product.metadata_too_large']);
  });

  it('is for admins, and for services that may write the catalogue', async () => {
    for (const role of ['player', 'support', 'finance'] as const) {
      expect((await create(draft('nope'), (await makeUser(app, { role })).token)).status).toBe(403);
    }
    const reader = await makeUser(app, { role: 'service', scopes: ['read', 'inventory:write', 'funds:write'] });
    expect((await create(draft('nope'), reader.token)).status).toBe(403);
    expect((await call(app, '/products', { body: draft('nope') })).status).toBe(401);
    const writer = await makeUser(app, { role: 'service', scopes: ['catalog:write'] });
    expect((await create(draft('served'), writer.token)).status).toBe(201);
  });

  it('refuses a SKU that is taken, whatever its case, and a currency that is unknown', async () => {
    for (const sku of ['day-boost', 'Day-BOOST']) {
      const taken = await create(draft(sku));
      expect([taken.status, taken.body.code]).toEqual([409, 'product.sku_taken']);
    }
    const unknown = await create(draft('dear', { prices: { GOLD: 5 } }));
    expect([unknown.status, unknown.body.code]).toEqual([422, 'wallet.unknown_currency']);
    expect((await call(app, '/products/dear')).status).toBe(404);
  });

  it.each([
    ['/sku', { sku: 'with space' }],
    ['/sku', { sku: '0199C000-0000-7000-8000-000000000001' }],
    ['/name', { name: '   ' }],
    ['/type', { type: 'bundle' }],
    ['/contents', { type: 'currency_pack', prices: { USD: 99 } }],
    ['/contents', { type: 'currency_pack', prices: { USD: 99 }, contents: { COIN: 5, GEM: 5 } }],
    ['/stock', { stock: -1 }],
    ['/stock', { stock: 1.5 }],
    ['/limitPerPlayer', { limitPerPlayer: { quantity: 0, period: 'day' } }],
    ['/limitPerPlayer', { limitPerPlayer: { quantity: 1, period: 'year' } }],
    ['/limitPerPlayer', { limitPerPlayer: { quantity: 1 } }],
    ['/prices', { prices: {} }],
    ['/prices', { prices: { COIN: 0 } }],
    ['/prices', { prices: { COIN: 1.5 } }],
    ['/prices', { prices: { COIN: '5' } }],
    ['/prices', { prices: { COIN: 2 ** 53 } }],
    ['/prices', { prices: [5] }],
    ['/metadata', { metadata: { blob: 'x'.repeat(5_000) } }],
    ['/metadata', { metadata: [] }],
    ['/localized', { localized: { ru: { title: 'x' } } }],
    ['/imageUrl', { imageUrl: 'javascript:alert(1)' }],
    ['/isActive', { isActive: 'yes' }],
    ['/surprise', { surprise: true }],
  ])('names what is wrong at %s in %j', async (pointer, fault) => {
    const { status, body } = await create(draft('faulty', fault));
    expect([status, body.code]).toEqual([400, 'request.invalid']);
    expect(body.errors.map((error) => error.pointer)).toContain(pointer);
    expect((await call(app, '/products/faulty')).status).toBe(404);
  });
});

describe('PATCH /products/:id', () => {
  let matched = 0;
  const change = (id: string, body: object, version?: string) =>
    call<Product>(app, `/products/${id}`, {
      method: 'PATCH',
      token: admin.token,
      body,
      headers: version === undefined ? {} : { 'if-match': version },
    });

  it('changes what is given and nothing else, and counts versions', async () => {
    const { body: made } = await create(draft('changing', { description: 'Before.' }));
    const { body } = await change(made.id, { prices: { COIN: 9 }, isActive: false });
    expect(body).toMatchObject({ prices: { COIN: 9 }, price: 9, isActive: false, description: 'Before.', version: 2 });
  });

  it('lets one of twenty editors win who saw the same version', async () => {
    const { body: made } = await create(draft('contested'));
    const edits = await Promise.all(
      Array.from({ length: 20 }, (_, n) => change(made.id, { name: `Edit ${n}` }, '"1"')),
    );
    const won = edits.filter(({ status }) => status === 200);
    expect(won).toHaveLength(1);
    expect(
      new Set(edits.filter((edit) => edit !== won[0]).map(({ status, body }) => `${status} ${body.code}`)),
    ).toEqual(new Set(['412 product.version_mismatch']));
    const { body, headers } = await call<Product>(app, '/products/contested');
    expect([body.name, headers.get('etag')]).toEqual([won[0].body.name, '"2"']);
  });

  it('may spell its own SKU in another case, and no other’s', async () => {
    await create(draft('spelt'));
    expect((await change('spelt', { sku: 'SPELT' })).body.sku).toBe('SPELT');
    const { status, body } = await change('spelt', { sku: 'Premium-STATUS' });
    expect([status, body.code]).toEqual([409, 'product.sku_taken']);
  });

  it.each([
    ['*', 200],
    ['"1"', 200],
    ['1', 200],
    ['"7", "1"', 200],
    ['"7"', 412],
    ['W/"1"', 412],
    ['"one"', 412],
    ['one', 400],
  ])('compares If-Match: %s as RFC 9110 says, and answers %i', async (version, status) => {
    const { body: made } = await create(draft(`matched-${matched++}`));
    expect((await change(made.id, { name: 'Matched' }, version)).status).toBe(status);
  });

  it('keeps the type and refuses what is malformed, null or unknown', async () => {
    const { body: made } = await create(draft('steady'));
    const faults: [object, string?][] = [
      [{ type: 'permanent' }],
      [{ name: null }],
      [{ prices: null }],
      [{ surprise: 1 }],
      [{ name: 'x' }, 'not a version'],
    ];
    for (const [body, version] of faults) expect((await change(made.id, body, version)).status).toBe(400);
    expect((await call<Product>(app, '/products/steady')).body.version).toBe(1);
    expect((await change('0199c000-0000-7000-8000-00000000dead', { name: 'x' })).status).toBe(404);
  });
});
