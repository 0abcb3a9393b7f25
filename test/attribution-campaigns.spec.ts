import { ClickRetention } from '../src/attribution/click-retention';
import type { CampaignDay } from '../src/attribution/campaigns.view';
import { startApp, type TestApp } from './support/app';
import { clickOn, comeBy, joined } from './support/clicks';
import { placeOrder, tell, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

const DAY_MS = 86_400_000;
const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);

let app: TestApp;
let finance: TestUser;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
afterAll(() => app.close());

interface Report {
  items: CampaignDay[];
  nextCursor: string | null;
  from: string;
  to: string;
}

const report = async (query = '') =>
  (await call<Report>(app, `/analytics/campaigns${query}`, { token: finance.token })).body;
const of = async (campaign: string, query = '') => (await report(`?campaign=${campaign}${query}`)).items;
const setCosts = (costs: unknown, token = finance.token) =>
  call<{ errors: { pointer: string }[] }>(app, '/analytics/campaign-costs', { method: 'PUT', body: { costs }, token });

const clicked = (campaign: string, day: string) =>
  app.database.query('insert into track_clicks (id, clicked_at, campaign) values (gen_random_uuid(), $2, $1)', [
    campaign,
    `${day}T10:00:00Z`,
  ]);

async function buyFor(player: TestUser, unitPrice: number) {
  const order = await placeOrder(app, player, [{ productId: POTION.id, unitPrice }]);
  expect((await tell(app, order, { type: 'paid' })).status).toBeLessThan(300);
  return order;
}

describe('GET /analytics/campaigns', () => {
  it('counts clicks, installs, payers and their money, less what went back', async () => {
    const ids = [];
    for (let n = 0; n < 5; n++) ids.push(await clickOn(app, 'campaign=full'));
    const players = [];
    for (const id of ids.slice(0, 3)) players.push(await comeBy(app, id));
    await joined(app);
    await buyFor(players[0], 1_000);
    await buyFor(players[0], 500);
    const refunded = await buyFor(players[1], 300);
    expect((await tell(app, refunded, { type: 'refunded', transactionId: 'r', amount: 100 })).status).toBeLessThan(300);
    const disputed = await buyFor(players[2], 700);
    expect((await tell(app, disputed, { type: 'charged_back' })).status).toBeLessThan(300);
    await buyFor(await makeUser(app), 9_999);
    const day = dayOf(Date.now());
    const common = { campaign: 'FULL', day, clicks: 5, installs: 3, payers: 2 };
    expect(await of('full')).toEqual([
      { ...common, money: [{ currency: 'USD', revenue: '1700', cost: null, roas: null, noCost: true }] },
    ]);
    expect((await setCosts([{ day, campaign: 'Full', currency: 'USD', amount: 4_000 }])).status).toBe(204);
    expect(await of('FULL')).toEqual([
      { ...common, money: [{ currency: 'USD', revenue: '1700', cost: '4000', roas: 0.425, noCost: false }] },
    ]);
  });

  it('counts no money from before the click, and each day its own', async () => {
    const player = await comeBy(app, await clickOn(app, 'campaign=days'));
    await joined(app);
    const [early, late] = [await buyFor(player, 100), await buyFor(player, 250)];
    const at = (days: number) => new Date(Date.now() + days * DAY_MS);
    await app.database.query('update installs set installed_at = $2 where user_id = $1', [player.id, at(-2)]);
    await app.database.query('update orders set paid_at = $2 where id = $1', [early.id, at(-3)]);
    await app.database.query('update orders set paid_at = $2 where id = $1', [late.id, at(-1)]);
    const days = (await of('days')).map(({ day, clicks, installs, payers, money }) => ({
      day,
      clicks,
      installs,
      payers,
      revenue: money.map(({ revenue }) => revenue),
    }));
    expect(days).toEqual([
      { day: dayOf(Date.now()), clicks: 1, installs: 0, payers: 0, revenue: [] },
      { day: dayOf(at(-1).getTime()), clicks: 0, installs: 0, payers: 1, revenue: ['250'] },
      { day: dayOf(at(-2).getTime()), clicks: 0, installs: 1, payers: 0, revenue: [] },
    ]);
  });

  it('tells of costs that brought nothing, and has no return on a cost of zero', async () => {
    const day = dayOf(Date.now() - 2 * DAY_MS);
    await setCosts([
      { day, campaign: 'wasted', currency: 'USD', amount: 100 },
      { day, campaign: 'wasted', currency: 'UZS', amount: 0 },
    ]);
    expect(await of('wasted')).toEqual([
      {
        campaign: 'WASTED',
        day,
        clicks: 0,
        installs: 0,
        payers: 0,
        money: [
          { currency: 'USD', revenue: '0', cost: '100', roas: 0, noCost: false },
          { currency: 'UZS', revenue: '0', cost: '0', roas: null, noCost: true },
        ],
      },
    ]);
  });

  it('goes on counting clicks that are forgotten', async () => {
    for (let n = 0; n < 3; n++) await clickOn(app, 'campaign=forgotten');
    const ages = `update track_clicks set clicked_at = clicked_at - interval '91 days' where campaign = 'FORGOTTEN'`;
    await app.database.query(ages);
    await app.get(ClickRetention).forget();
    await clickOn(app, 'campaign=forgotten');
    await app.database.query(ages);
    const from = dayOf(Date.now() - 91 * DAY_MS);
    expect(await of('forgotten', `&from=${from}`)).toMatchObject([{ day: from, clicks: 4 }]);
    await app.get(ClickRetention).forget();
    expect(await of('forgotten', `&from=${from}`)).toMatchObject([{ day: from, clicks: 4 }]);
    expect(await app.database.query(`select from track_clicks where campaign = 'FORGOTTEN'`)).toEqual([]);
  });

  it('gives out page by page all there is, each once, whatever is clicked meanwhile', async () => {
    const named = times(4, (n) => ['a', 'b'].map((letter) => `${letter}${n}`)).flat();
    await setCosts(
      named.map((campaign, n) => ({ day: `2026-01-0${(n % 2) + 1}`, campaign, currency: 'USD', amount: 1 })),
    );
    await clicked('A2', '2026-01-01');
    const seen: string[] = [];
    const period = '?from=2026-01-01&to=2026-01-02&limit=3';
    for (let query = period; ;) {
      const page = await report(query);
      seen.push(...page.items.map(({ day, campaign }) => `${day} ${campaign}`));
      if (page.nextCursor === null) break;
      expect(page).toMatchObject({ from: '2026-01-01', to: '2026-01-02', items: { length: 3 } });
      query = `${period}&cursor=${page.nextCursor}`;
      await clicked('A3', '2026-01-01');
    }
    const all = named.map((campaign) => `2026-01-0${campaign.startsWith('a') ? 1 : 2} ${campaign.toUpperCase()}`);
    expect(seen).toEqual(
      all.toSorted((one, other) => -one.slice(0, 10).localeCompare(other.slice(0, 10)) || (one < other ? -1 : 1)),
    );
    expect((await report('?from=2026-01-01&to=2026-01-02&limit=8')).nextCursor).toBeNull();
  });

  it('knows the last day of a list that was begun before midnight', async () => {
    const [yesterday, before] = [dayOf(Date.now() - DAY_MS), dayOf(Date.now() - 7 * DAY_MS)];
    const longest = '\u{10400}'.repeat(100);
    for (const day of [yesterday, before]) await clicked(longest, day);
    const asked = `?campaign=${encodeURIComponent(longest)}`;
    const first = await report(`${asked}&to=${yesterday}&limit=1`);
    const next = await report(`${asked}&limit=1&cursor=${first.nextCursor}`);
    expect(next).toMatchObject({ from: before, to: yesterday, items: [{ day: before }], nextCursor: null });
  });

  it.each([
    'from=2026-01-02&to=2026-01-01',
    'from=2025-01-01&to=2026-01-01',
    'from=2026-02-30',
    'limit=0',
    'x=1',
    'cursor=x',
  ])('refuses %s', async (query) => {
    expect((await call(app, `/analytics/campaigns?${query}`, { token: finance.token })).status).toBe(400);
  });

  it('is for staff', async () => {
    const { token } = await makeUser(app);
    expect((await call(app, '/analytics/campaigns', { token })).status).toBe(403);
    expect((await setCosts([], token)).status).toBe(403);
    expect((await setCosts([], (await makeUser(app, { role: 'support' })).token)).status).toBe(403);
  });
});

describe('PUT /analytics/campaign-costs', () => {
  const cost = { day: '2026-02-01', campaign: 'set', currency: 'USD', amount: 1 };

  it('replaces what was set, and of one request the last counts', async () => {
    await setCosts([cost, { ...cost, amount: 2 }]);
    await setCosts([{ ...cost, campaign: ' Set ', amount: 3 }]);
    const [{ money }] = await of('set', '&from=2026-02-01&to=2026-02-01');
    expect(money).toEqual([{ currency: 'USD', revenue: '0', cost: '3', roas: 0, noCost: false }]);
  });

  it.each([
    ['a currency of the game', { currency: 'COIN' }, '/costs/1/currency'],
    ['a currency of nobody', { currency: 'XXX' }, '/costs/1/currency'],
    ['no day', { day: '2026-02-30' }, '/costs/1/day'],
    ['less than nothing', { amount: -1 }, '/costs/1/amount'],
    ['a fraction', { amount: 1.5 }, '/costs/1/amount'],
    ['no campaign', { campaign: ' ' }, '/costs/1/campaign'],
  ])('refuses %s, with nothing set', async (_, fault, pointer) => {
    const other = { ...cost, campaign: 'refused' };
    const { status, body } = await setCosts([other, { ...other, ...fault }]);
    expect(status).toBe(400);
    expect(body.errors.map((error) => error.pointer)).toEqual([pointer]);
    expect(await app.database.query(`select from campaign_costs where campaign = 'REFUSED'`)).toEqual([]);
  });
});
