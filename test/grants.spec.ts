import { GrantsService } from '../src/grants/grants.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { coinsOf, contents, grant, revoke, spentBy, WHY } from './support/grants';
import { BOOST, call, makeUser, openShop, POTION, PREMIUM, type TestUser, times } from './support/players';

let app: TestApp;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(async () => {
  expect(await brokenLaws(app.database)).toEqual({});
  await app.close();
});

async function grantsOf({ id }: { id: string }): Promise<number> {
  return (await app.database.query('select 1 from grants where user_id = $1', [id])).length;
}

describe('POST /users/:id/grants and /revocations', () => {
  it('move coins at once within the budget, by name of who asked', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 50 });
    const given = await grant(app, staff, player, 300);
    expect([given.status, given.body]).toMatchObject([
      201,
      {
        grant: {
          kind: 'grant',
          status: 'executed',
          currency: 'COIN',
          amount: 300,
          requestedBy: staff.id,
          decidedBy: null,
        },
        transaction: { kind: 'grant', status: 'completed', amount: 300 },
        balance: 350,
      },
    ]);
    const taken = await revoke(app, staff, player, 120);
    expect([taken.status, taken.body]).toMatchObject([201, { transaction: { kind: 'revoke' }, balance: 230 }]);
    const entries = await app.database.query(
      `select e.amount::int, e.balance_after::int, e.counter_account, t.actor_id, t.approver_id, t.source, t.reason
       from ledger_entries e join transactions t on t.user_id = e.user_id and t.id = e.transaction_id
       where e.user_id = $1 and t.kind in ('grant', 'revoke') order by e.seq`,
      [player.id],
    );
    const names = { actor_id: staff.id, approver_id: null, reason: null };
    expect(entries).toEqual([
      {
        amount: 300,
        balance_after: 350,
        counter_account: 'source:grant',
        source: `grant:${given.body.grant.id}`,
        ...names,
      },
      {
        amount: -120,
        balance_after: 230,
        counter_account: 'sink:revocation',
        source: `grant:${taken.body.grant.id}`,
        ...names,
      },
    ]);
    expect(await spentBy(app, staff)).toEqual({ 'currency:COIN': 420 });
  });

  it('move items', async () => {
    const player = await makeUser(app);
    const given = await grant(app, admin, player, { productId: POTION.id, quantity: 5 });
    expect([given.status, given.body]).toMatchObject([
      201,
      { grant: { quantity: 5, amount: null }, item: { quantity: 5 } },
    ]);
    expect((await revoke(app, admin, player, { productId: POTION.id, quantity: 2 })).body.item.quantity).toBe(3);
    expect((await call(app, '/users/me/inventory', { token: player.token })).text).toContain('"quantity":3');
    expect((await grant(app, admin, player, { productId: PREMIUM.id, quantity: 1 })).status).toBe(201);
    const again = await grant(app, admin, player, { productId: PREMIUM.id, quantity: 1 });
    expect([again.status, again.body.code]).toEqual([409, 'inventory.already_owned']);
  });

  it('are for staff, and never for oneself', async () => {
    const player = await makeUser(app);
    for (const role of ['player', 'service'] as const) {
      const refused = await grant(app, await makeUser(app, { role }), player, 1);
      expect([refused.status, refused.body.code]).toEqual([403, 'auth.forbidden']);
    }
    for (const role of ['support', 'finance', 'admin'] as const) {
      const staff = await makeUser(app, { role });
      for (const id of ['me', staff.id, staff.id.toUpperCase()]) {
        for (const move of [grant, revoke]) {
          const refused = await move(app, staff, { id }, 1);
          expect([refused.status, refused.body.code]).toEqual([403, 'grant.to_oneself']);
        }
      }
      expect((await grant(app, staff, player, 1)).status).toBe(201);
    }
    const nobody = await grant(app, admin, { id: '0199c000-0000-7000-8000-00000000dead' }, 1);
    expect([nobody.status, nobody.body.code]).toEqual([404, 'user.not_found']);
  });

  it('go by the role that somebody has now, not by their token', async () => {
    const [staff, player] = [await makeUser(app, { role: 'support' }), await makeUser(app)];
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [staff.id]);
    expect((await grant(app, staff, player, 1)).status).toBeGreaterThanOrEqual(401);
    await app.database.query(`update accounts set status = 'active' where user_id = $1`, [staff.id]);
    await app.database.query(`update users set role = 'player' where id = $1`, [staff.id]);
    const refused = await grant(app, staff, player, 1);
    expect([refused.status, refused.body.code]).toEqual([401, 'auth.unauthorized']);
    expect(await coinsOf(app, player)).toBe(0);
  });

  it.each([
    { currency: undefined },
    { currency: undefined, amount: undefined },
    { productId: POTION.id, quantity: 1 },
    { amount: 0 },
    { currency: undefined, amount: undefined, productId: POTION.id, quantity: 1_000_001 },
    { reason: undefined },
    { reason: 'no' },
    { reason: '  x  ' },
    { reason: 'x'.repeat(501) },
    { reason: 'line\nbreak' },
    { ticket: undefined },
    { ticket: 'x'.repeat(101) },
  ])('refuse what is not one asset with its reason and ticket: %j', async (fault) => {
    const player = await makeUser(app);
    const refused = await grant(app, admin, player, { currency: 'COIN', amount: 5, ...WHY, ...fault });
    expect([refused.status, refused.body.code]).toEqual([400, 'request.invalid']);
    expect(await grantsOf(player)).toBe(0);
  });

  it('change nothing where the engine refuses, and leave the failed transaction for support to see', async () => {
    await app.database
      .query(`insert into currencies (code, kind, max_balance) values ('GEM', 'virtual', 150), ('USD', 'real', 1000)
      on conflict do nothing`);
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 100 });
    const nothing = '0199c000-0000-7000-8000-00000000dead';
    const refusals = [
      await revoke(app, staff, player, 101),
      await revoke(app, staff, player, { productId: BOOST.id, quantity: 1 }),
      await grant(app, staff, player, { currency: 'GEM', amount: 151 }),
      await grant(app, staff, player, { productId: PREMIUM.id, quantity: 2 }),
      await grant(app, staff, player, { productId: nothing, quantity: 1 }),
      await grant(app, staff, player, { currency: 'NONE', amount: 1 }),
      await grant(app, staff, player, { currency: 'USD', amount: 1 }),
      await revoke(app, staff, player, 1_000_000),
    ];
    expect(refusals.map(({ status, body }) => [status, body.code])).toEqual([
      [402, 'wallet.insufficient_funds'],
      [422, 'inventory.not_enough'],
      [422, 'wallet.limit_exceeded'],
      [422, 'product.single_only'],
      [404, 'product.not_found'],
      [422, 'wallet.unknown_currency'],
      [422, 'wallet.unknown_currency'],
      [402, 'wallet.insufficient_funds'],
    ]);
    expect([await coinsOf(app, player), await grantsOf(player), await spentBy(app, staff)]).toEqual([100, 0, {}]);
    const failed = await app.database.query(
      `select failure_code, actor_id, source from transactions where user_id = $1 and status = 'failed' order by id`,
      [player.id],
    );
    // There is no grant that they could come from.
    const fromNone = { actor_id: staff.id, source: null };
    expect(failed).toEqual(refusals.slice(0, 4).map(({ body }) => ({ failure_code: body.code, ...fromNone })));
  });

  it('give nothing to a player who is blocked, and can take back', async () => {
    const player = await makeUser(app, { coins: 10 });
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [player.id]);
    const refused = await grant(app, admin, player, 1);
    expect([refused.status, refused.body.code, await grantsOf(player)]).toEqual([403, 'account.blocked', 0]);
    expect([(await revoke(app, admin, player, 4)).status, await coinsOf(app, player)]).toEqual([201, 6]);
  });

  it('are in the audit log, with what the player held before and after', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 10 });
    const { body, headers } = await grant(app, staff, player, 90);
    await grant(app, staff, player, 50_000);
    const log = await call<{ items: object[] }>(app, `/admin/audit-log?actorId=${staff.id}`, { token: admin.token });
    expect(log.body.items).toMatchObject([
      { action: 'grant.requested', after: { status: 'pending', asset: 'currency:COIN', amount: 50_000 } },
      {
        action: 'grant.executed',
        actorRole: 'support',
        subjectId: player.id,
        target: `grant:${body.grant.id}`,
        requestId: headers.get('x-request-id'),
        before: { COIN: 10 },
        after: { COIN: 100 },
      },
    ]);
    expect(log.body.items).toHaveLength(2);
  });
});

describe('?dryRun=true', () => {
  it('tells what would happen, and changes no table', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 100 });
    const before = await contents(app);
    const dry = { query: '?dryRun=true', key: 'dry' };
    const tried = [
      await grant(app, staff, player, 400, dry),
      await revoke(app, staff, player, 40, dry),
      await grant(app, staff, player, { productId: POTION.id, quantity: 3 }, dry),
      await grant(app, staff, player, 5_001, dry),
      await revoke(app, staff, player, 101, dry),
      await grant(app, staff, player, { currency: 'NONE', amount: 1 }, dry),
    ];
    expect(await contents(app)).toEqual(before);
    expect(tried.map(({ status, body }) => [status, body])).toMatchObject([
      [200, { dryRun: true, grant: { status: 'executed' }, balance: 500 }],
      [200, { dryRun: true, grant: { status: 'executed' }, balance: 60 }],
      [200, { dryRun: true, grant: { status: 'executed' }, item: { quantity: 3 } }],
      [200, { dryRun: true, grant: { status: 'pending' } }],
      [402, { code: 'wallet.insufficient_funds' }],
      [422, { code: 'wallet.unknown_currency' }],
    ]);
    expect((await grant(app, staff, player, 400, { key: 'dry', query: '?dryRun=false' })).body.balance).toBe(500);
    expect((await grant(app, staff, player, 400, { query: '?dryRun=yes' })).status).toBe(400);
  });
});

describe('Idempotency-Key', () => {
  it('has one effect and one answer, also where the answer is that it waits', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app);
    for (const [key, amount, status] of [
      ['now', 100, 201],
      ['later', 9_000, 202],
    ] as const) {
      const answers = await Promise.all(times(20, () => grant(app, staff, player, amount, { key })));
      expect(answers.map((answer) => answer.status)).toEqual(times(20, () => status));
      expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
      expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(19);
    }
    expect([await coinsOf(app, player), await grantsOf(player)]).toEqual([100, 2]);
    expect(await spentBy(app, staff)).toEqual({ 'currency:COIN': 100 });
  });

  it('is refused for another request, and is each one’s own', async () => {
    const [one, other] = [await makeUser(app, { role: 'support' }), await makeUser(app, { role: 'support' })];
    const player = await makeUser(app);
    await grant(app, one, player, 100, { key: 'k' });
    for (const refused of [
      await grant(app, one, player, 101, { key: 'k' }),
      await grant(app, one, player, { currency: 'COIN', amount: 100, ticket: 'SUP-8' }, { key: 'k' }),
      await revoke(app, one, player, 100, { key: 'k' }),
    ]) {
      expect([refused.status, refused.body.code]).toEqual([422, 'idempotency.key_reused']);
    }
    expect((await grant(app, other, player, 100, { key: 'k' })).body.balance).toBe(200);
  });

  it('is given back where the engine refuses', async () => {
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app, { coins: 10 });
    expect((await revoke(app, staff, player, 20, { key: 'k' })).status).toBe(402);
    await grant(app, staff, player, 10);
    expect((await revoke(app, staff, player, 20, { key: 'k' })).body.balance).toBe(0);
  });
});

describe('what staff wrote about a player', () => {
  it('can be taken away by the player and is forgotten with them, while what was moved stays', async () => {
    const secret = 'Mr. Falkenrath of Elm Street 9';
    const staff = await makeUser(app, { role: 'support' });
    const player = await makeUser(app);
    const why = { reason: `Refund for ${secret}`, ticket: `T-${secret}` };
    await grant(app, staff, player, { currency: 'COIN', amount: 5, ...why }, { key: 'k' });
    await grant(app, staff, player, { currency: 'COIN', amount: 9_999, ...why }, { key: 'k2' });

    const service = app.get(GrantsService);
    const exported = await service.exportOf(player.id);
    expect(exported).toMatchObject([
      { kind: 'grant', amount: 5, ...why },
      { status: 'pending', amount: 9_999 },
    ]);
    expect(JSON.stringify(exported)).not.toContain(staff.id);

    await app.get(UnitOfWork).run((tx) => service.erase(tx, player.id));
    const tables = await app.database.query<{ name: string }>(
      `select tablename as name from pg_tables where schemaname = 'public'`,
    );
    for (const { name } of tables) {
      const found = await app.database.query(`select 1 from "${name}" t where t::text ilike '%falkenrath%' limit 1`);
      expect([name, found]).toEqual([name, []]);
    }
    expect([await coinsOf(app, player), await grantsOf(player)]).toEqual([5, 2]);
  });
});
