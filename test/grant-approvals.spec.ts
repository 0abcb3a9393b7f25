import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { approve, coinsOf, grant, type GrantList, outcomes, reject, revoke, WHY } from './support/grants';
import { BOOST, call, makeUser, openShop, type TestUser, times } from './support/players';

let app: TestApp;
let support: TestUser;
let finance: TestUser;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  support = await makeUser(app, { role: 'support' });
  finance = await makeUser(app, { role: 'finance' });
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

/** What support may not give alone. */
const MUCH = 6_000;

async function waiting(player: { id: string }, staff = support, amount = MUCH): Promise<string> {
  const { status, body } = await grant(app, staff, player, amount);
  expect([status, body.grant.status]).toEqual([202, 'pending']);
  return body.grant.id;
}

const list = (path: string, user = support) => call<GrantList>(app, path, { token: user.token });

describe('POST /grants/:id/approve', () => {
  it('carries out what waited, with both names on it', async () => {
    const player = await makeUser(app, { coins: 1 });
    const id = await waiting(player);
    const { status, body } = await approve(app, finance, id);
    expect([status, body]).toMatchObject([
      201,
      {
        grant: {
          id,
          status: 'executed',
          requestedBy: support.id,
          decidedBy: finance.id,
          transactionId: body.transaction.id,
        },
        transaction: { kind: 'grant', status: 'completed', amount: MUCH },
        balance: MUCH + 1,
      },
    ]);
    const names = await app.database.query(
      'select actor_id, approver_id, source from transactions where user_id = $1 and id = $2',
      [player.id, body.transaction.id],
    );
    expect(names).toEqual([{ actor_id: support.id, approver_id: finance.id, source: `grant:${id}` }]);
    const log = await call<{ items: object[] }>(app, `/admin/audit-log?subjectId=${player.id}&limit=1`, {
      token: admin.token,
    });
    expect(log.body.items).toMatchObject([
      {
        action: 'grant.approved',
        actorId: finance.id,
        target: `grant:${id}`,
        before: { COIN: 1 },
        after: { COIN: MUCH + 1 },
      },
    ]);
  });

  it('carries out a revocation of items as well', async () => {
    const player = await makeUser(app);
    await grant(app, admin, player, { productId: BOOST.id, quantity: 30 });
    const { body } = await revoke(app, support, player, { productId: BOOST.id, quantity: 21 });
    expect(body.grant).toMatchObject({ status: 'pending', quantity: 21 });
    expect((await approve(app, admin, body.grant.id)).body).toMatchObject({
      transaction: { kind: 'revoke', quantity: 21 },
      item: { quantity: 9 },
    });
  });

  it('is not for whoever asked, nor for whom it concerns, nor for support', async () => {
    const player = await makeUser(app);
    const own = await waiting(player, finance, 60_000);
    const forAdmin = await waiting(admin);
    for (const [staff, id, code] of [
      [finance, own, 'grant.own_approval'],
      [admin, forAdmin, 'grant.to_oneself'],
      [support, own, 'auth.forbidden'],
      [player, own, 'auth.forbidden'],
    ] as const) {
      const refused = await approve(app, staff, id);
      expect([refused.status, refused.body.code]).toEqual([403, code]);
    }
    const rejected = await reject(app, admin, forAdmin);
    expect([rejected.status, rejected.body.code]).toEqual([403, 'grant.to_oneself']);
    expect([await coinsOf(app, player), await coinsOf(app, admin)]).toEqual([0, 0]);
  });

  it('happens once, however many approve at once', async () => {
    const player = await makeUser(app);
    const deciders = await Promise.all(times(4, (n) => makeUser(app, { role: n % 2 === 0 ? 'finance' : 'admin' })));
    const id = await waiting(player);
    const answers = await Promise.all(times(20, (n) => approve(app, deciders[n % 4], id)));
    expect(outcomes(answers)).toEqual({ '201 executed': 1, '409 grant.already_decided': 19 });
    expect(await coinsOf(app, player)).toBe(MUCH);
  });

  it('happens or does not where some approve and others reject at once', async () => {
    for (let round = 0; round < 5; round++) {
      const player = await makeUser(app);
      const id = await waiting(player);
      const answers = await Promise.all(
        times(10, (n) => (n % 2 === 0 ? approve(app, admin, id) : reject(app, finance, id))),
      );
      expect(answers.filter(({ status }) => status < 300)).toHaveLength(1);
      const [decided] = (await list(`/users/${player.id}/grants`)).body.items;
      expect(await coinsOf(app, player)).toBe(decided.status === 'executed' ? MUCH : 0);
    }
  });

  it('leaves what the engine refuses waiting, with the failed transaction', async () => {
    const player = await makeUser(app, { coins: MUCH });
    const { id } = (await revoke(app, support, player, MUCH)).body.grant;
    const bought = await call(app, `/products/${BOOST.id}/purchase`, { token: player.token, body: {} });
    expect(bought.status).toBe(201);
    const refused = await approve(app, finance, id);
    expect([refused.status, refused.body.code]).toEqual([402, 'wallet.insufficient_funds']);
    const failed = await app.database.query(
      `select kind, actor_id, approver_id, source from transactions where user_id = $1 and status = 'failed'`,
      [player.id],
    );
    expect(failed).toEqual([{ kind: 'revoke', actor_id: support.id, approver_id: finance.id, source: `grant:${id}` }]);
    expect((await list(`/users/${player.id}/grants?status=pending`)).body.items).toHaveLength(1);
    await grant(app, admin, player, 100);
    expect((await approve(app, finance, id)).body.balance).toBe(0);
  });

  it('counts for nobody’s budget', async () => {
    const [staff, player] = [await makeUser(app, { role: 'support' }), await makeUser(app)];
    const id = await waiting(player, staff);
    expect((await approve(app, finance, id)).status).toBe(201);
    expect((await grant(app, staff, player, 5_000)).status).toBe(201);
    const spent = await app.database.query('select user_id, amount::int from grant_spendings where user_id = any($1)', [
      [staff.id, finance.id],
    ]);
    expect(spent).toEqual([{ user_id: staff.id, amount: 5_000 }]);
  });

  it.each([
    ['demoted', `update users set role = 'player' where id = $1`],
    ['blocked', `update accounts set status = 'blocked' where user_id = $1`],
  ])('refuses what somebody asked for who was %s since; it can only be rejected', async (_, leave) => {
    const [staff, player] = [await makeUser(app, { role: 'support' }), await makeUser(app)];
    const id = await waiting(player, staff);
    await app.database.query(leave, [staff.id]);
    const refused = await approve(app, finance, id);
    expect([refused.status, refused.body.code]).toEqual([409, 'grant.requester_left']);
    expect((await reject(app, finance, id)).status).toBe(200);
    expect(await coinsOf(app, player)).toBe(0);
  });

  it('goes by the role that the second person has now, not by their token', async () => {
    const [decider, player] = [await makeUser(app, { role: 'finance' }), await makeUser(app)];
    const id = await waiting(player);
    await app.database.query(`update users set role = 'support' where id = $1`, [decider.id]);
    for (const refused of [await approve(app, decider, id), await reject(app, decider, id)]) {
      expect([refused.status, refused.body.code]).toEqual([401, 'auth.unauthorized']);
    }
  });

  it('answers a key again with what it answered before', async () => {
    const player = await makeUser(app);
    const id = await waiting(player);
    const answers = await Promise.all(times(10, () => approve(app, finance, id, 'k')));
    expect(answers.map(({ status }) => status)).toEqual(times(10, () => 201));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect((await approve(app, finance, await waiting(player), 'k')).body.code).toBe('idempotency.key_reused');
    expect(await coinsOf(app, player)).toBe(MUCH);
  });

  it.each(['0199c000-0000-7000-8000-00000000dead', 'no-id'])('knows no grant %s', async (id) => {
    for (const refused of [await approve(app, admin, id), await reject(app, admin, id)]) {
      expect([refused.status, refused.body.code]).toEqual([404, 'grant.not_found']);
    }
  });
});

describe('POST /grants/:id/reject', () => {
  it('moves nothing, says why, and is the end of it', async () => {
    const player = await makeUser(app);
    const id = await waiting(player);
    const { status, body } = await reject(app, finance, id, 'The log shows that it arrived.');
    expect([status, body]).toMatchObject([
      200,
      { id, status: 'rejected', decidedBy: finance.id, decisionReason: 'The log shows that it arrived.', ...WHY },
    ]);
    for (const refused of [await approve(app, admin, id), await reject(app, admin, id)]) {
      expect([refused.status, refused.body]).toMatchObject([
        409,
        { code: 'grant.already_decided', grantStatus: 'rejected' },
      ]);
    }
    expect(await coinsOf(app, player)).toBe(0);
    const log = await call<{ items: object[] }>(app, `/admin/audit-log?subjectId=${player.id}&limit=1`, {
      token: admin.token,
    });
    expect(log.body.items).toMatchObject([
      { action: 'grant.rejected', actorId: finance.id, before: { status: 'pending' }, after: { status: 'rejected' } },
    ]);
  });

  it('needs a reason, and support turns down nothing of others', async () => {
    const [player, colleague] = [await makeUser(app), await makeUser(app, { role: 'support' })];
    const id = await waiting(player);
    expect((await reject(app, colleague, id)).body.code).toBe('auth.forbidden');
    expect((await reject(app, player, id)).body.code).toBe('auth.forbidden');
    expect((await reject(app, finance, id, ' ')).status).toBe(400);
    expect((await reject(app, finance, id)).status).toBe(200);
  });

  it.each(['support', 'finance', 'admin'] as const)('withdraws what %s asked for themselves', async (role) => {
    const [staff, player] = [await makeUser(app, { role }), await makeUser(app)];
    const id = await waiting(player, staff, 600_000);
    const { status, body } = await reject(app, staff, id, 'A mistake.');
    expect([status, body]).toMatchObject([200, { status: 'rejected', requestedBy: staff.id, decidedBy: staff.id }]);
    expect((await reject(app, staff, id)).body.code).toBe('grant.already_decided');
    expect((await approve(app, admin, id)).body.code).toBe('grant.already_decided');
    expect(await coinsOf(app, player)).toBe(0);
  });
});

describe('the lists of grants', () => {
  it('show staff what waits, newest first and page by page, and nobody else', async () => {
    const player = await makeUser(app);
    const ids: string[] = [];
    for (let n = 0; n < 5; n++) ids.push(await waiting(player));
    await approve(app, finance, ids[0]);
    await reject(app, finance, ids[1]);

    const seen: string[] = [];
    let cursor = '';
    do {
      const { body } = await list(`/grants?status=pending&limit=2${cursor}`);
      expect(body.items.every(({ status }) => status === 'pending')).toBe(true);
      seen.push(...body.items.map(({ id }) => id));
      cursor = body.nextCursor === null ? '' : `&cursor=${body.nextCursor}`;
    } while (cursor !== '');
    expect(seen).toEqual([...new Set(seen)].toSorted().toReversed());
    expect(seen.slice(0, 3)).toEqual(ids.slice(2).toReversed());

    const all = (await list(`/users/${player.id}/grants`)).body.items.map(({ id, status }) => [id, status]);
    expect(all.toReversed()).toEqual([
      [ids[0], 'executed'],
      [ids[1], 'rejected'],
      ...ids.slice(2).map((id) => [id, 'pending']),
    ]);
    for (const path of ['/grants', `/users/${player.id}/grants`, '/users/me/grants']) {
      expect((await list(path, player)).status).toBe(403);
    }
    expect((await list('/users/0199c000-0000-7000-8000-00000000dead/grants')).body).toMatchObject({
      code: 'user.not_found',
    });
    expect((await list('/grants?status=lost')).status).toBe(400);
    expect((await list('/grants?cursor=forged')).status).toBe(400);
  });
});

describe('staff who give to each other while others approve', () => {
  it('never wait for each other in a circle', async () => {
    const staff = await Promise.all(times(4, () => makeUser(app, { role: 'admin' })));
    const ids: string[] = [];
    for (let n = 0; n < 12; n++) ids.push(await waiting(staff[n % 4], staff[(n + 1) % 4], 600_000));
    const answers = await Promise.all(
      times(60, (n) => {
        if (n % 5 === 0) return approve(app, staff[(n / 5 + 2) % 4], ids[n / 5]);
        return grant(app, staff[n % 4], staff[(n + 1 + (n % 3)) % 4], 10);
      }),
    );
    expect(outcomes(answers)).toEqual({ '201 executed': 60 });
  });
});
