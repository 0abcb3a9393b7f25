import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { call, makeUser, type TestUser, times } from './support/players';
import { AMPLE, DAILY_LOGIN, earn, openRewards } from './support/rewards';

let app: TestApp;

beforeAll(async () => {
  app = await startApp();
  await openRewards(app);
  await app.database.query(
    `insert into currencies (code, kind, max_balance) values ('USD', 'real', 1000000) on conflict do nothing`,
  );
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

describe('/reward-rules', () => {
  interface Rule extends Record<string, unknown> {
    id: string;
    version: number;
    code: string;
  }
  const rules = (user: TestUser, body?: object, headers?: Record<string, string>) =>
    call<Rule>(app, '/reward-rules', { token: user.token, body, headers });
  const change = (user: TestUser, id: string, body: object, headers?: Record<string, string>) =>
    call<Rule>(app, `/reward-rules/${id}`, { method: 'PATCH', token: user.token, body, headers });
  let admin: TestUser;
  beforeAll(async () => {
    admin = await makeUser(app, { role: 'admin' });
  });

  it('are read by staff and made by admins', async () => {
    for (const role of ['support', 'finance'] as const) {
      const staff = await makeUser(app, { role });
      expect((await rules(staff)).status).toBe(200);
      expect((await rules(staff, { reason: 'mine', amount: 1 })).body.code).toBe('auth.forbidden');
      expect((await change(staff, DAILY_LOGIN.id, { amount: 1 })).body.code).toBe('auth.forbidden');
    }
    const player = await makeUser(app);
    expect((await rules(player)).body.code).toBe('auth.forbidden');
    const made = await rules(admin, { reason: 'first blood', maxAmount: 50, totalTimes: 1, cooldownSeconds: 60 });
    expect([made.status, made.headers.get('etag')]).toEqual([201, '"1"']);
    expect(made.body).toMatchObject({
      reason: 'first blood',
      currency: 'COIN',
      amount: null,
      maxAmount: 50,
      dailyAmount: null,
      totalTimes: 1,
      cooldownSeconds: 60,
      isActive: true,
    });
    expect((await earn(app, player, { reason: 'first blood', amount: 50 })).status).toBe(201);
  });

  it('have one reason each, whatever its case', async () => {
    await rules(admin, { reason: 'Победа', amount: 1, ...AMPLE });
    const again = await rules(admin, { reason: 'победа', amount: 2, ...AMPLE });
    expect([again.status, again.body.code]).toEqual([409, 'reward_rule.reason_taken']);
  });

  it.each([
    [{ reason: 'x' }, 422],
    [{ reason: 'x', amount: 1, maxAmount: 2 }, 422],
    [{ reason: 'x', amount: null, maxAmount: null }, 422],
    [{ reason: 'x', amount: 1, currency: 'NONE' }, 422],
    [{ reason: 'x', amount: 1, currency: 'USD' }, 422],
    [{ reason: 'x', amount: 0 }, 400],
    [{ reason: 'x', amount: '1' }, 400],
    [{ reason: 'x', amount: 1.5 }, 400],
    [{ reason: 'x', amount: 1, dailyTimes: 0 }, 400],
    [{ reason: 'x', amount: 1, cooldownSeconds: -1 }, 400],
    [{ reason: '', amount: 1 }, 400],
    [{ reason: ' x', amount: 1 }, 400],
    [{ reason: 'x'.repeat(101), amount: 1 }, 400],
    [{ reason: 'a\nb', amount: 1 }, 400],
    [{ reason: 'x', amount: 1, isActive: null }, 400],
    [{ amount: 1 }, 400],
  ])('refuse %j', async (body, status) => {
    expect((await rules(admin, { ...AMPLE, ...body })).status).toBe(status);
  });

  const CAPS = ['dailyAmount', 'dailyTimes', 'totalAmount', 'totalTimes', 'cooldownSeconds'];

  it('have a cap, for without one a player is paid without end', async () => {
    for (const uncapped of [{}, { dailyTimes: null }, { isActive: false }]) {
      const { status, body } = await rules(admin, { reason: 'endless', amount: 1, ...uncapped });
      expect([status, body.code]).toEqual([422, 'reward.rule_uncapped']);
    }
    for (const cap of CAPS) {
      const made = await rules(admin, { reason: `only ${cap}`, maxAmount: 1, [cap]: 1 });
      expect([cap, made.status]).toEqual([cap, 201]);
      const { status, body } = await change(admin, made.body.id, { [cap]: null });
      expect([status, body.code]).toEqual([422, 'reward.rule_uncapped']);
      for (const other of CAPS.filter((each) => each !== cap)) {
        expect((await change(admin, made.body.id, { [cap]: null, [other]: 1 })).status).toBe(200);
        await change(admin, made.body.id, { [cap]: 1, [other]: null });
      }
    }
  });

  it('change from the next payment on, and are never changed unseen', async () => {
    const { id } = (await rules(admin, { reason: 'changing', amount: 10, dailyTimes: 1 })).body;
    const player = await makeUser(app);
    await earn(app, player, { reason: 'changing' });
    expect((await earn(app, player, { reason: 'changing' })).status).toBe(422);

    const changed = await change(admin, id, { maxAmount: 90, dailyTimes: 2 }, { 'if-match': '"1"' });
    expect([changed.status, changed.headers.get('etag')]).toEqual([200, '"2"']);
    expect(changed.body).toMatchObject({ amount: null, maxAmount: 90, dailyTimes: 2, version: 2 });
    expect((await earn(app, player, { reason: 'changing', amount: 90 })).body.balance).toBe(100);

    const late = await change(admin, id, { isActive: false }, { 'if-match': '"1"' });
    expect([late.status, late.body]).toMatchObject([412, { code: 'reward_rule.version_mismatch', version: 2 }]);
    expect((await change(admin, id, { maxAmount: null })).body.code).toBe('reward_rule.amount_ambiguous');
    expect((await change(admin, id, { reason: 'another' })).status).toBe(400);
    expect((await change(admin, id, { currency: 'COIN' })).status).toBe(400);
    expect((await change(admin, id, { amount: 5, dailyTimes: null, ...AMPLE })).body).toMatchObject({
      amount: 5,
      maxAmount: null,
    });
    expect((await earn(app, player, { reason: 'changing' })).body.balance).toBe(105);
    await change(admin, id, { isActive: false });
    expect((await earn(app, player, { reason: 'changing' })).body.code).toBe('reward.not_found');
    expect((await change(admin, '0199c000-0000-7000-8000-00000000dead', {})).body.code).toBe('reward_rule.not_found');
  });

  it('lose no change of two admins at once who both look at versions', async () => {
    const { id } = (await rules(admin, { reason: 'contested', amount: 1, ...AMPLE })).body;
    const answers = await Promise.all(times(10, (n) => change(admin, id, { amount: n + 2 }, { 'if-match': '"1"' })));
    expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
    expect(answers.filter(({ status }) => status === 412)).toHaveLength(9);
  });

  it('are in the audit log, with what was before and after', async () => {
    const { id } = (await rules(admin, { reason: 'audited', amount: 10, ...AMPLE })).body;
    await change(admin, id, { amount: 20 });
    const { body } = await call<{ items: Record<string, unknown>[] }>(
      app,
      `/admin/audit-log?actorId=${admin.id}&limit=2`,
      {
        token: admin.token,
      },
    );
    expect(body.items).toMatchObject([
      {
        action: 'reward_rule.changed',
        target: `reward-rule:${id}`,
        actorRole: 'admin',
        before: { amount: 10, version: 1 },
        after: { amount: 20, version: 2 },
      },
      { action: 'reward_rule.created', before: null, after: { reason: 'audited', amount: 10 } },
    ]);
  });

  it('are listed newest first, page by page', async () => {
    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await call<{ items: { id: string }[]; nextCursor: string | null }>(
        app,
        `/reward-rules?limit=4${cursor}`,
        { token: admin.token },
      );
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
    const [{ count }] = await app.database.query<{ count: string }>('select count(*) from reward_rules');
    expect(seen).toHaveLength(Number(count));
  });
});
