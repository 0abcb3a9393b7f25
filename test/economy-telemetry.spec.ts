import { EconomyDays } from '../src/analytics/economy-days.service';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { eventually } from './support/eventually';
import { BOOST, buy, call, makeUser, openShop, type TestUser } from './support/players';

interface Bucket {
  start: string;
  minted: string;
  burned: string;
  circulation: string;
  velocity: number | null;
  activeHolders: number | null;
  holders: number | null;
  medianBalance: number | null;
  topPercentShare: number | null;
  sources: Record<string, string>;
  sinks: Record<string, string>;
}
interface Economy extends Omit<Bucket, 'start'> {
  buckets: Bucket[];
  code: string;
}

describe('GET /analytics/economy', () => {
  let app: TestApp;
  let staff: TestUser;
  let players: TestUser[];

  beforeAll(async () => {
    app = await startApp();
    await openShop(app);
    staff = await makeUser(app, { role: 'support' });
    const admin = await makeUser(app, { role: 'admin' });
    await call(app, '/currencies', { body: { code: 'GEM', name: 'Gem', maxBalance: 1_000 }, token: admin.token });
    players = await Promise.all([1_000, 500, 300].map((coins) => makeUser(app, { coins })));
    for (const player of players) await buy(app, player, BOOST.id);
    const grant = { currency: 'COIN', amount: 50, reason: 'The purchase did not arrive.', ticket: 'SUP-1' };
    await call(app, `/users/${players[0].id}/grants`, { body: grant, token: admin.token });
    const revocation = { ...grant, amount: 20 };
    await call(app, `/users/${players[1].id}/revocations`, { body: revocation, token: admin.token });
    const gems = { amount: 9, currency: 'GEM' };
    await call(app, `/users/${players[2].id}/add-funds`, { body: gems, token: admin.token, key: 'gems' });
    await eventually(async () => expect((await read()).body.circulation).toBe('1530'));
    await eventually(async () => expect((await read('?currency=GEM')).body.circulation).toBe('9'));
  });
  afterAll(async () => {
    expect(await brokenLaws(app.database)).toEqual({});
    await app.close();
  });

  const read = (query = '', token = staff.token) => call<Economy>(app, `/analytics/economy${query}`, { token });

  it('tells what came into being and what went, by source and sink', async () => {
    const { body } = await read();
    expect(body).toMatchObject({
      minted: '1850',
      burned: '320',
      sources: { 'source:top_up': '1800', 'source:grant': '50' },
      sinks: { 'sink:purchase': '300', 'sink:revocation': '20' },
      circulation: '1530',
    });
    expect((await read('?currency=GEM')).body).toMatchObject({
      minted: '9',
      burned: '0',
      circulation: '9',
      velocity: 0,
    });
  });

  it('equals the books: circulation is what the wallets hold', async () => {
    const wallets = await app.database.query<{ currency: string; held: string }>(
      'select currency, sum(balance)::text as held from wallets group by 1',
    );
    expect(wallets).toHaveLength(2);
    for (const { currency, held } of wallets) {
      expect((await read(`?currency=${currency}`)).body.circulation).toBe(held);
    }
  });

  it('tells in its last bucket who was active, who holds, and how it is spread now', async () => {
    const last = (await read()).body.buckets.at(-1);
    expect(last).toMatchObject({ activeHolders: 3, holders: 3, medianBalance: 380, topPercentShare: 950 / 1_530 });
    expect((await read('?bucket=hour')).body.buckets.at(-1)).toMatchObject({ activeHolders: null, holders: 3 });
  });

  it('has a bucket for every part of the period, with nothing where nothing was', async () => {
    const { body } = await read('?from=2020-01-30&to=2020-02-03&bucket=day');
    const days = body.buckets.map(({ start }) => start.slice(0, 10));
    expect(days).toEqual(['2020-01-30', '2020-01-31', '2020-02-01', '2020-02-02']);
    expect(body).toMatchObject({ minted: '0', circulation: '0', velocity: null });
    const nothing = { activeHolders: 0, holders: null, medianBalance: null, sources: {}, sinks: {} };
    expect(body.buckets[0]).toMatchObject(nothing);
  });

  it('has counted every entry once', async () => {
    const entries = 'select count(*)::int as n from ledger_entries where currency is not null';
    const counted = 'select sum(entries)::int as n from economy_flows';
    expect(await app.database.query(counted)).toEqual(await app.database.query(entries));
  });

  it('keeps each night how a currency was spread, once', async () => {
    const days = app.get(EconomyDays);
    const tomorrow = Date.now() + 86_400_000;
    await days.keepYesterday(tomorrow);
    await days.keepYesterday(tomorrow);
    const kept = await app.database.query('select currency, holders from economy_days order by 1');
    expect(kept).toEqual([
      { currency: 'COIN', holders: '3' },
      { currency: 'GEM', holders: '1' },
    ]);
  });

  it.each([
    ['?currency=GOLD', 422, 'wallet.unknown_currency'],
    ['?bucket=year', 400, 'request.invalid'],
    ['?from=2020-01-01&to=2019-01-01', 400, 'request.invalid'],
    ['?from=2020-01-01&to=2026-01-01&bucket=day', 400, 'request.invalid'],
    ['?from=soon', 400, 'request.invalid'],
  ])('refuses %s', async (query, status, code) => {
    const answer = await read(query);
    expect([answer.status, answer.body.code]).toEqual([status, code]);
  });

  it('is for staff and services with `read`', async () => {
    expect((await read('', players[0].token)).status).toBe(403);
    for (const [scope, status] of [
      ['read', 200],
      ['funds:write', 403],
    ] as const) {
      const server = await makeUser(app, { role: 'service', scopes: [scope] });
      expect((await read('', server.token)).status).toBe(status);
    }
  });
});
