import { startApp, type TestApp } from './support/app';
import { clickOn, comeBy, joined } from './support/clicks';
import { placeOrder, tell, WITH_SANDBOX } from './support/orders';
import { makeUpEngine, type MadeUpEngine, ranThrough } from './support/pipeline';
import { call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

let app: TestApp;
let engine: MadeUpEngine;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
  engine = makeUpEngine(app);
});
beforeEach(() => app.database.query('truncate campaign_costs'));
afterAll(() => app.close());

const TODAY = new Date().toISOString().slice(0, 10);

/** A row of a campaign, which has nothing but costs. */
const cost = (campaign: string, usd: string, date = TODAY) => `${date},${campaign},0,${usd},0,1,0,,,`;

const stored = () =>
  app.database.query<object>('select day::text, campaign, currency, amount from campaign_costs order by day, campaign');

describe('what a run knows of costs', () => {
  it('becomes the costs of campaigns, held against the revenue of our own orders', async () => {
    const player = await comeBy(app, await clickOn(app, 'campaign=spring'));
    await joined(app);
    await tell(app, await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 300 }]), { type: 'paid' });
    engine.metrics = [`${TODAY},,0,4,0,1,0,0,0,0`, cost('SPRING', '1.50'), cost('WASTED', '2.50')];
    await ranThrough(app, finance);
    const { body } = await call<{ items: { campaign: string; money: object[] }[] }>(app, '/analytics/campaigns', {
      token: finance.token,
    });
    expect(body.items.map(({ campaign, money }) => [campaign, money])).toEqual([
      ['SPRING', [{ currency: 'USD', revenue: '300', cost: '150', roas: 2, noCost: false }]],
      ['WASTED', [{ currency: 'USD', revenue: '0', cost: '250', roas: 0, noCost: false }]],
    ]);
  });

  it('is rounded to cents once, where several names are one campaign here', async () => {
    const long = 'L'.repeat(100);
    engine.metrics = [
      cost(`${long}1`, '0.004'),
      cost(`${long}2`, '0.004'),
      cost('(none)', '0.005'),
      cost('CREDIT', '-3'),
      `${TODAY},FREE,1,,,1,1,,,`,
    ];
    await ranThrough(app, finance);
    const row = (campaign: string, amount: string) => ({ day: TODAY, campaign, currency: 'USD', amount });
    expect(await stored()).toEqual([row('(NONE)', '1'), row('CREDIT', '0'), row(long, '1')]);
  });

  it('replaces what was known, on days without purchases as well', async () => {
    const days = times(3, (n) => `2026-10-0${n + 1}`);
    engine.metrics = days.map((day) => cost('SPRING', '1', day));
    await ranThrough(app, finance);
    engine.metrics = [cost('SPRING', '2', days[1])];
    await ranThrough(app, finance);
    const amounts = await app.database.query<{ amount: string }>('select amount from campaign_costs order by day');
    expect(amounts.map(({ amount }) => amount)).toEqual(['100', '200', '100']);
  });

  it('is left alone by a run that asks for something unusual', async () => {
    engine.metrics = [cost('SPRING', '1')];
    for (const unusual of [{ dedupe: 'event' }, { chargebacks: 'ledger' }, { date: TODAY }])
      expect((await ranThrough(app, finance, unusual)).state).toBe('succeeded');
    expect(await stored()).toEqual([]);
  });

  it('is nothing here where dollars are no money', async () => {
    await app.database.query(`update currencies set kind = 'virtual' where code = 'USD'`);
    engine.metrics = [cost('SPRING', '1')];
    expect((await ranThrough(app, finance)).state).toBe('succeeded');
    expect(await stored()).toEqual([]);
  });
});
