import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { balanceOf, call, makeUser, type TestUser, times } from './support/players';
import { DAILY_LOGIN, earn, openRewards, payFor } from './support/rewards';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await openRewards(app);
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

function outcomes(answers: readonly { status: number; body: { code?: string } }[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = status === 201 ? 'paid' : `${status} ${body.code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** As if everything so far had happened that much earlier. */
async function goBack({ id }: TestUser, days: number): Promise<void> {
  await app.database.query(
    `update reward_claims set day = day - $2::int, last_at = last_at - make_interval(days => $2) where user_id = $1`,
    [id, days],
  );
}

function failuresOf({ token }: TestUser) {
  return call<{ items: { kind: string; failureCode: string }[] }>(app, '/users/me/transactions?status=failed', {
    token,
  });
}

describe('POST /earn', () => {
  it('pays what the rule of the reason says, whatever the case of its letters', async () => {
    const player = await makeUser(app);
    const { status, body } = await earn(app, player, { reason: 'Daily_LOGIN' });
    expect([status, body]).toMatchObject([
      201,
      { transaction: { kind: 'earn', status: 'completed', amount: 500, currency: 'COIN' }, balance: 500 },
    ]);
    await payFor(app, 'Ежедневный вход', { amount: 7 });
    expect((await earn(app, player, { reason: 'ЕЖЕДНЕВНЫЙ ВХОД' })).body.balance).toBe(507);
  });

  it('is also at /wallets/earn', async () => {
    const player = await makeUser(app);
    const body = { reason: DAILY_LOGIN.reason };
    expect((await call(app, '/wallets/earn', { token: player.token, body })).body.balance).toBe(500);
  });

  it('lets no player name an amount that the rule does not', async () => {
    const player = await makeUser(app);
    for (const amount of [499, 501, 1_000_000]) {
      const refused = await earn(app, player, { reason: DAILY_LOGIN.reason, amount });
      expect([refused.status, refused.body]).toMatchObject([422, { code: 'reward.amount_not_allowed', allowed: 500 }]);
    }
    expect((await earn(app, player, { reason: DAILY_LOGIN.reason, amount: 500 })).status).toBe(201);
    expect(await balanceOf(app, player)).toBe(500);
  });

  it('pays up to the maximum of a rule that has one, and asks for an amount', async () => {
    await payFor(app, 'boss', { maxAmount: 120 });
    const player = await makeUser(app);
    expect((await earn(app, player, { reason: 'boss', amount: 120 })).body.balance).toBe(120);
    expect((await earn(app, player, { reason: 'boss', amount: 1 })).body.balance).toBe(121);
    for (const amount of [121, undefined]) {
      const refused = await earn(app, player, { reason: 'boss', amount });
      expect([refused.status, refused.body]).toMatchObject([422, { code: 'reward.amount_not_allowed', allowed: 120 }]);
    }
    for (const amount of [0, -1, 1.5]) expect((await earn(app, player, { reason: 'boss', amount })).status).toBe(400);
    expect(await balanceOf(app, player)).toBe(121);
  });

  it('pays nothing for an unknown reason or by a rule that is switched off, and keeps no transaction of it', async () => {
    await payFor(app, 'retired', { amount: 5, isActive: false });
    const player = await makeUser(app);
    for (const reason of ['retired', 'no such reason']) {
      const refused = await earn(app, player, { reason });
      expect([refused.status, refused.body.code]).toEqual([404, 'reward.not_found']);
    }
    expect((await call(app, '/users/me/transactions', { token: player.token })).body.items).toEqual([]);
  });

  it('pays a player for themselves only, and lets a player choose no currency', async () => {
    const [player, friend] = [await makeUser(app), await makeUser(app)];
    const forFriend = await earn(app, player, { reason: DAILY_LOGIN.reason, userId: friend.id });
    expect([forFriend.status, forFriend.body.code]).toEqual([404, 'user.not_found']);
    expect((await earn(app, player, { reason: DAILY_LOGIN.reason, currency: 'COIN' })).status).toBe(400);
    expect(await Promise.all([player, friend].map((each) => balanceOf(app, each)))).toEqual([0, 0]);
  });

  it('pays services any amount up to MAX_EARN, for any reason and without caps', async () => {
    const service = await makeUser(app, { role: 'service' });
    const player = await makeUser(app);
    const pay = (amount: number | undefined, reason = 'tournament') =>
      earn(app, service, { reason, amount, userId: player.id });
    expect((await pay(100_000)).body.balance).toBe(100_000);
    expect((await pay(3, DAILY_LOGIN.reason)).status).toBe(201);
    expect((await pay(4, DAILY_LOGIN.reason)).body.balance).toBe(100_007);
    const refused = await pay(100_001);
    expect([refused.status, refused.body.code]).toEqual([400, 'reward.amount_too_large']);
    expect((await pay(undefined)).status).toBe(400);
    expect((await earn(app, player, { reason: DAILY_LOGIN.reason })).body.balance).toBe(100_507);
  });

  it.each(['a', 'quest_42', 'season.3-final', `q${'x'.repeat(63)}`])(
    'takes %j from a service for a reason, and keeps it as it is',
    async (reason) => {
      const [service, player] = [await makeUser(app, { role: 'service' }), await makeUser(app)];
      expect((await earn(app, service, { reason, amount: 1, userId: player.id })).body.transaction.reason).toBe(reason);
      const entries = await app.database.query('select counter_account from ledger_entries where user_id = $1', [
        player.id,
      ]);
      expect(entries).toEqual([{ counter_account: `source:earn:${reason}` }]);
    },
  );

  it.each(['Refund for Anna Petrova', 'anna@example.com', 'Quest', '42', '_quest', 'квест', `q${'x'.repeat(64)}`])(
    'takes no free text from a service, since the ledger keeps it for ever: %j',
    async (reason) => {
      const [service, player] = [await makeUser(app, { role: 'service' }), await makeUser(app)];
      const refused = await earn(app, service, { reason, amount: 1, userId: player.id });
      expect([refused.status, refused.body.code]).toEqual([400, 'reward.reason_invalid']);
      expect(await balanceOf(app, player)).toBe(0);
    },
  );

  it('tells a player of the earlier clients that nothing is paid for their words', async () => {
    const player = await makeUser(app);
    const refused = await earn(app, player, { reason: 'Побед: 3, очков: 120! '.repeat(30).slice(0, 500), amount: 5 });
    expect([refused.status, refused.body.code]).toEqual([404, 'reward.not_found']);
  });

  it('counts once what was asked for twenty times with one key', async () => {
    await payFor(app, 'keyed', { amount: 10, dailyTimes: 2 });
    const player = await makeUser(app);
    const answers = await Promise.all(times(20, () => earn(app, player, { reason: 'keyed' }, 'k')));
    expect(outcomes(answers)).toEqual({ paid: 20 });
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await earn(app, player, { reason: 'keyed' }, 'k2')).body.balance).toBe(20);
  });
});

describe('the caps of a rule, under 100 requests at once', () => {
  it.each([
    ['daily times', { amount: 10, dailyTimes: 7 }, undefined, 7, 70],
    ['a daily amount', { maxAmount: 30, dailyAmount: 1_000 }, 30, 33, 990],
    ['lifetime times', { amount: 10, totalTimes: 12 }, undefined, 12, 120],
    ['a lifetime amount', { maxAmount: 9, totalAmount: 100 }, 9, 11, 99],
    ['whichever is reached first', { amount: 10, dailyTimes: 50, totalAmount: 205 }, undefined, 20, 200],
  ])('hold: %s', async (name, rule, amount, paid, balance) => {
    await payFor(app, name, rule);
    const player = await makeUser(app);
    const answers = await Promise.all(times(100, () => earn(app, player, { reason: name, amount })));
    expect(outcomes(answers)).toEqual({ paid, '422 reward.cap_reached': 100 - paid });
    expect(await balanceOf(app, player)).toBe(balance);
    expect((await failuresOf(player)).body.items[0]).toMatchObject({ kind: 'earn', failureCode: 'reward.cap_reached' });
  });

  it('let the rest of a cap be had by whoever asks for less', async () => {
    await payFor(app, 'crumbs', { maxAmount: 100, dailyAmount: 150 });
    const player = await makeUser(app);
    const asked = [];
    for (const amount of [100, 100, 50, 1]) asked.push(await earn(app, player, { reason: 'crumbs', amount }));
    expect(asked.map(({ status }) => status)).toEqual([201, 422, 201, 422]);
  });

  it('count for each player and each rule', async () => {
    await payFor(app, 'one', { amount: 1, totalTimes: 1 });
    await payFor(app, 'two', { amount: 2, totalTimes: 1 });
    const players = await Promise.all(times(10, () => makeUser(app)));
    const rewards = players.flatMap((player) => times(6, (n) => ({ player, reason: ['one', 'two'][n % 2] })));
    const answers = await Promise.all(rewards.map(({ player, reason }) => earn(app, player, { reason })));
    expect(outcomes(answers)).toEqual({ paid: 20, '422 reward.cap_reached': 40 });
    expect(await Promise.all(players.map((player) => balanceOf(app, player)))).toEqual(times(10, () => 3));
  });

  it('begin anew with the UTC day, but for those of a lifetime', async () => {
    await payFor(app, 'quest', { amount: 10, dailyTimes: 2, totalTimes: 3 });
    const player = await makeUser(app);
    const ask = async () => outcomes(await Promise.all(times(5, () => earn(app, player, { reason: 'quest' }))));
    expect(await ask()).toMatchObject({ paid: 2 });
    await goBack(player, 1);
    expect(await ask()).toMatchObject({ paid: 1 });
    await goBack(player, 1);
    const refused = await earn(app, player, { reason: 'quest' });
    expect(refused.body).toMatchObject({ code: 'reward.cap_reached', cap: 'lifetime' });
    expect(await balanceOf(app, player)).toBe(30);
  });

  it('leave time between two payments', async () => {
    await payFor(app, 'hourly', { amount: 10, cooldownSeconds: 24 * 3_600 });
    const player = await makeUser(app);
    const answers = await Promise.all(times(100, () => earn(app, player, { reason: 'hourly' })));
    expect(outcomes(answers)).toEqual({ paid: 1, '422 reward.cooling_down': 99 });
    const { readyAt } = answers.find(({ status }) => status === 422)!.body;
    const paid = await call<{ items: { createdAt: string }[] }>(app, '/users/me/transactions?status=completed', {
      token: player.token,
    });
    expect(Date.parse(readyAt) - Date.parse(paid.body.items[0].createdAt)).toBe(24 * 3_600_000);
    await goBack(player, 1);
    expect((await earn(app, player, { reason: 'hourly' })).status).toBe(201);
  });
});
