import { startApp, type TestApp } from './support/app';
import { clickOn, joined } from './support/clicks';
import { placeOrder, tell, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';

let app: TestApp;
beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
});
afterAll(() => app.close());

/** The player of a device, who comes by a click, or by none. */
async function come(deviceId: string, clickId?: string): Promise<TestUser> {
  const { body } = await call<{ user: { id: string }; accessToken: string }>(app, '/auth/guest', {
    body: { deviceId: `the one device of ${deviceId}`, clickId },
  });
  await joined(app);
  return { id: body.user.id, token: body.accessToken };
}

async function pay(player: TestUser): Promise<void> {
  const order = await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 100 }]);
  expect((await tell(app, order, { type: 'paid' })).status).toBeLessThan(300);
}

const age = (player: TestUser, days: number) =>
  app.database.query('update users set created_at = created_at - make_interval(days => $2) where id = $1', [
    player.id,
    days,
  ]);
const joinOf = (player: TestUser) =>
  app.database.query('select campaign, install_campaign as "installOf" from installs where user_id = $1', [player.id]);

describe('of several clicks of a player', () => {
  it('the last counts, and what the earlier said is forgotten', async () => {
    await come('a', await clickOn(app, 'c=a1&character=Ayla&af_sub1=them'));
    const player = await come('a', await clickOn(app, 'c=a2&character=Bo'));
    expect(await joinOf(player)).toEqual([{ campaign: 'A2', installOf: 'A2' }]);
    const clicks = await app.database.query(
      `select character, params, address_hash is null as "isForgotten" from track_clicks
       where campaign in ('A1', 'A2') order by campaign`,
    );
    expect(clicks).toEqual([
      { character: null, params: null, isForgotten: true },
      { character: 'Bo', params: {}, isForgotten: false },
    ]);
  });

  it('the last is the one that was clicked last, in whatever order they are told', async () => {
    const [early, late] = [await clickOn(app, 'c=b1'), await clickOn(app, 'c=b2')];
    await come('b', late);
    expect(await joinOf(await come('b', early))).toEqual([{ campaign: 'B2', installOf: 'B2' }]);
  });

  it('that which counted at the first payment stays', async () => {
    await pay(await come('c', await clickOn(app, 'c=c1')));
    expect(await joinOf(await come('c', await clickOn(app, 'c=c2')))).toEqual([{ campaign: 'C1', installOf: 'C1' }]);
  });

  it('one that is told again changes nothing', async () => {
    const [early, late] = [await clickOn(app, 'c=d1'), await clickOn(app, 'c=d2')];
    for (const clickId of [early, late, early, late]) await come('d', clickId);
    expect(await joinOf(await come('d'))).toEqual([{ campaign: 'D2', installOf: 'D2' }]);
  });
});

describe('a player who was there before the click', () => {
  it('by more than the lookback window comes back, and is no install', async () => {
    const player = await come('e');
    await age(player, 8);
    await come('e', await clickOn(app, 'c=e1'));
    expect(await joinOf(player)).toEqual([{ campaign: 'E1', installOf: null }]);
  });

  it('by less is an install', async () => {
    const player = await come('f');
    await age(player, 6);
    await come('f', await clickOn(app, 'c=f1'));
    expect(await joinOf(player)).toEqual([{ campaign: 'F1', installOf: 'F1' }]);
  });

  it('and had paid is no install', async () => {
    await pay(await come('g'));
    expect(await joinOf(await come('g', await clickOn(app, 'c=g1')))).toEqual([{ campaign: 'G1', installOf: null }]);
  });

  it('stays the install of the campaign that brought them first when another brings them back', async () => {
    const player = await come('h', await clickOn(app, 'c=h1'));
    await age(player, 30);
    await come('h', await clickOn(app, 'c=h2'));
    expect(await joinOf(player)).toEqual([{ campaign: 'H2', installOf: 'H1' }]);
    await pay(player);
    const { token } = await makeUser(app, { role: 'finance' });
    const { body } = await call<{ items: { campaign: string }[] }>(app, '/analytics/campaigns', { token });
    expect(body.items.filter(({ campaign }) => campaign.startsWith('H'))).toMatchObject([
      { campaign: 'H1', clicks: 1, installs: 1, payers: 0, money: [] },
      { campaign: 'H2', clicks: 1, installs: 0, payers: 1, money: [{ revenue: '100' }] },
    ]);
  });
});
