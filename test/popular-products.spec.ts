import { DataSource } from 'typeorm';
import { CountSales } from '../src/analytics/count-sales';
import { type PopularProducts, PopularProductsQuery } from '../src/analytics/popular-products.query';
import { ProductPurchased } from '../src/economy/economy.events';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { OutboxService } from '../src/platform/outbox/outbox.service';
import { startApp, type TestApp } from './support/app';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { BOOST, buy, call, makeUser, openShop, POTION, PREMIUM, times } from './support/players';

const HOUR_MS = 3_600_000;

/** The start of the hour `hours` before the running one. */
function hourAgo(hours: number): Date {
  return new Date(Math.floor(Date.now() / HOUR_MS) * HOUR_MS - hours * HOUR_MS);
}

let database: TestDatabase;
beforeEach(async () => {
  database = await createDatabase();
});
afterEach(() => database.drop());

/** An application that writes events and does not read them, but when told to. */
async function startWithoutReaders(): Promise<TestApp> {
  const app = await startApp({ ROLE: 'api' }, database);
  await openShop(app);
  return app;
}

let transactions = 0;

function purchased(productId: string, quantity: number, at: Date): ProductPurchased {
  const transactionId = `${++transactions}`;
  const paid = { currency: 'COIN', amount: 1, balance: 0 };
  return new ProductPurchased({ transactionId, userId: 'player', productId, quantity, ...paid, at: at.toISOString() });
}

function announce(app: TestApp, ...events: ProductPurchased[]): Promise<void> {
  return app.get(UnitOfWork).run((tx) => app.get(OutboxService).add(tx, events));
}

async function popular(app: TestApp): Promise<[id: string, purchases: number, units: number][]> {
  const { items } = await app.get(PopularProductsQuery).run(5, 'COIN');
  return items.map(({ product, purchases, units }) => [product.id, purchases, units]);
}

describe('GET /analytics/popular-products', () => {
  it('shows everybody what was bought most often, and keeps it for an hour', async () => {
    const app = await startWithoutReaders();
    const player = await makeUser(app, { coins: 10_000 });
    await buy(app, player, PREMIUM.id);
    await buy(app, player, BOOST.id, { body: { quantity: 5 } });
    await buy(app, player, BOOST.id);
    expect((await buy(app, player, PREMIUM.id)).status).toBe(409);

    const answer = await call<PopularProducts>(app, '/analytics/popular-products');
    expect([answer.status, answer.headers.get('cache-status')]).toEqual([200, 'florin; fwd=miss']);
    expect(answer.body).toEqual({
      items: [
        {
          product: { id: BOOST.id, sku: 'day-boost', name: 'Буст на день', type: 'consumable', price: 100 },
          purchases: 2,
          units: 6,
        },
        { product: expect.objectContaining({ id: PREMIUM.id, type: 'permanent' }), purchases: 1, units: 1 },
      ],
      since: hourAgo(168).toISOString(),
      until: expect.stringMatching(/^\d{4}-/),
    });
    await buy(app, player, POTION.id);
    const again = await call<PopularProducts>(app, '/analytics/popular-products');
    expect(again.headers.get('cache-status')).toMatch(/^florin; hit; ttl=3(600|59\d)$/);
    expect(again.text).toBe(answer.text);
    const english = await call<PopularProducts>(app, '/analytics/popular-products', {
      headers: { 'accept-language': 'en' },
    });
    expect(english.body.items.map(({ product }) => product.name)).toEqual(['Day boost', 'Premium status']);
    expect(english.headers.get('cache-status')).toMatch(/hit/);
    await app.close();
  });

  it('is empty where nothing was bought', async () => {
    const app = await startWithoutReaders();
    const { body } = await call<PopularProducts>(app, '/analytics/popular-products');
    expect(body.items).toEqual([]);
    await app.close();
  });

  it('counts once for those who ask at the same time', async () => {
    const app = await startWithoutReaders();
    const queries = jest.spyOn(app.get(DataSource).logger, 'logQuery');
    await Promise.all(times(50, () => call(app, '/analytics/popular-products')));
    expect(queries).toHaveBeenCalledTimes(2); // where the reader stands, and the list
    await app.close();
  });
});

describe('popular products', () => {
  it('are those of 168 whole hours and the running one', async () => {
    const app = await startWithoutReaders();
    const edge = hourAgo(168);
    await announce(app, purchased(BOOST.id, 1, edge), purchased(PREMIUM.id, 1, new Date(edge.getTime() - 1)));
    expect(await popular(app)).toEqual([[BOOST.id, 1, 1]]);
    await countAll(app);
    expect(await popular(app)).toEqual([[BOOST.id, 1, 1]]);
    await app.close();
  });

  it('are ordered by purchases, then units, then id, at most five, and only those on sale', async () => {
    const app = await startWithoutReaders();
    const ids = times(7, (n) => `019a9f3c-5b7e-7c11-9d2a-00000000000${n}`);
    await database.query(
      `insert into products (id, sku, name, type, is_active)
       select id, id, id, 'consumable', id::text not like '%6' from unnest($1::uuid[]) id`,
      [ids],
    );
    const now = new Date();
    await announce(
      app,
      ...times(9, () => purchased(ids[6], 1, now)),
      ...ids.slice(0, 6).map((id) => purchased(id, 1, now)),
      purchased(ids[4], 1, now),
      purchased(ids[3], 2, now),
    );
    const expected = [
      [ids[3], 2, 3],
      [ids[4], 2, 2],
      [ids[0], 1, 1],
      [ids[1], 1, 1],
      [ids[2], 1, 1],
    ];
    expect(await popular(app)).toEqual(expected);
    await countAll(app);
    expect(await popular(app)).toEqual(expected);
    await app.close();
  });

  it('are exact at every moment, while the reader counts in windows and purchases go on', async () => {
    const app = await startApp({}, database);
    await openShop(app);
    let announced = 0;
    const writing = (async () => {
      for (let round = 0; round < 60; round++) {
        const size = 1 + ((round * 37) % 90);
        await announce(app, ...times(size, () => purchased(BOOST.id, 2, new Date())));
        announced += size;
      }
    })();
    let isWriting = true;
    void writing.finally(() => (isWriting = false));
    while (isWriting) {
      const before = announced;
      const [[, purchases, units] = ['', 0, 0]] = await popular(app);
      expect(purchases).toBeGreaterThanOrEqual(before);
      expect(units).toBe(purchases * 2);
    }
    await writing;
    expect(await popular(app)).toEqual([[BOOST.id, announced, announced * 2]]);
    await eventually(async () => {
      const [{ counted }] = await database.query<{ counted: number }>(
        'select coalesce(sum(purchases), 0)::int as counted from product_sales',
      );
      expect(counted).toBe(announced);
    });
    expect(await popular(app)).toEqual([[BOOST.id, announced, announced * 2]]);
    await app.close();
  });

  it('cost nothing for what is older than their window, and for what is counted', async () => {
    const app = await startWithoutReaders();
    await database.query(`
      insert into product_sales (hour, product_id, purchases, units)
        select date_trunc('hour', now()) - h * interval '1 hour', id, 1, 1
        from products, generate_series(0, 24 * 365) h;
      insert into outbox_events (size, events)
        select 1, '[{"type": "item.used", "payload": {}}]' from generate_series(1, 20000);
      insert into outbox_readers (name, position) select 'CountSales', max(id) + 999 from outbox_events;
      analyze product_sales, outbox_events`);
    const queries = jest.spyOn(app.get(DataSource).logger, 'logQuery');
    await popular(app);
    const [sql, params] = queries.mock.calls[1];
    const plan = await database.query<Record<string, string>>(`explain ${sql}`, params as unknown[]);
    const text = plan.map((line) => line['QUERY PLAN']).join('\n');
    expect(text).toMatch(/Index (Only )?Scan (using|on) product_sales_pkey/);
    expect(text).toMatch(/Index Scan (using|on) outbox_events_\d_id_idx/);
    expect(text).not.toMatch(/Seq Scan on product_sales/);
    await app.close();
  });

  it('count an event that was put aside', async () => {
    const app = await startWithoutReaders();
    await database.query(`insert into outbox_readers (name) values ('CountSales') on conflict do nothing`);
    await database.query(
      `insert into outbox_parked (reader, id, type, payload, error, attempts)
       values ('CountSales', 1, 'product.purchased', $1, 'poison', 5)`,
      [JSON.stringify(purchased(BOOST.id, 3, new Date()))],
    );
    expect(await popular(app)).toEqual([[BOOST.id, 1, 3]]);
    await app.close();
  });

  /** Does what the reader would do, position and all. */
  async function countAll(app: TestApp): Promise<void> {
    await app.get(UnitOfWork).run(async (tx) => {
      const rows = await tx.query<{ event: { payload: ProductPurchased } }[]>(
        `select json_array_elements(events) as event from outbox_events`,
      );
      await app.get(CountSales).apply(
        tx,
        rows.map(({ event }, eventId) => Object.assign(event.payload, { eventId })),
      );
      await tx.query(
        `insert into outbox_readers (name, position) select 'CountSales', max(id) + 999 from outbox_events
         on conflict (name) do update set position = excluded.position`,
      );
    });
  }
});
