import { randomUUID } from 'node:crypto';
import { type Scope, SCOPES } from '../src/platform/security/principal';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import {
  balanceOf,
  BOOST,
  buy,
  call,
  makeUser,
  openShop,
  POTION,
  PREMIUM,
  type TestUser,
  times,
} from './support/players';

interface BatchBody {
  receipts: { balance?: number; item?: { quantity: number }; transaction: { kind: string; status: string } }[];
  dryRun?: boolean;
  code: string;
  cause: string;
  index: number;
  errors: { pointer: string }[];
}

describe('batches and dry runs', () => {
  let app: TestApp;
  let server: TestUser;
  let player: TestUser;

  beforeAll(async () => {
    app = await startApp();
    await openShop(app);
    server = await makeUser(app, { role: 'service' });
  });
  afterAll(async () => {
    expect(await brokenLaws(app.database)).toEqual({});
    await app.close();
  });
  beforeEach(async () => {
    player = await makeUser(app, { coins: 1_000 });
  });

  const send = (
    commands: object[],
    { key, query = '', token = server.token }: { key?: string; query?: string; token?: string } = {},
  ) =>
    call<BatchBody>(app, `/batches${query}`, {
      body: { userId: player.id, commands },
      token,
      key: key ?? randomUUID(),
    });

  /** Everything that could have changed, as text. */
  const snapshot = async () =>
    JSON.stringify([
      await app.database.query('select * from accounts where user_id = $1', [player.id]),
      await app.database.query('select * from wallets where user_id = $1 order by 2', [player.id]),
      await app.database.query('select * from inventory where user_id = $1 order by 2', [player.id]),
      await app.database.query('select * from transactions where user_id = $1 order by 2', [player.id]),
      await app.database.query('select * from idempotency_keys where user_id = $1 order by 3', [player.id]),
      await app.database.query(`select count(*) from outbox_events where events::text not like '%ledger.sealed%'`),
    ]);

  it('carry out commands of every kind in order, each seeing what those before it did', async () => {
    const { status, body } = await send([
      { kind: 'add_funds', amount: 200 },
      { kind: 'purchase', productId: BOOST.id, quantity: 12 },
      { kind: 'use', productId: BOOST.id, quantity: 5 },
      { kind: 'earn', reason: 'quest_42', amount: 30 },
      { kind: 'grant', productId: POTION.id, quantity: 3 },
      { kind: 'revoke', productId: POTION.id },
    ]);
    expect(status).toBe(201);
    expect(body.receipts.map(({ balance, item }) => balance ?? item?.quantity)).toEqual([1_200, 0, 7, 30, 3, 2]);
    const entries = await app.database.query<{ counter_account: string }>(
      'select counter_account from ledger_entries where user_id = $1 and seq > 1 order by seq',
      [player.id],
    );
    expect(entries.map((entry) => entry.counter_account)).toEqual([
      'source:top_up',
      'sink:purchase',
      'source:purchase',
      'sink:use',
      'source:earn:quest_42',
      'source:grant',
      'sink:revocation',
    ]);
  });

  it('change nothing when one command is refused, and say which and why', async () => {
    const { status, body } = await send([
      { kind: 'purchase', productId: PREMIUM.id },
      { kind: 'purchase', productId: BOOST.id, quantity: 6 },
      { kind: 'add_funds', amount: 1_000 },
    ]);
    expect({ status, ...body }).toMatchObject({
      status: 422,
      code: 'batch.command_refused',
      cause: 'wallet.insufficient_funds',
      index: 1,
      required: 600,
      balance: 500,
    });
    expect(await balanceOf(app, player)).toBe(1_000);
    const failed = await app.database.query(
      'select status, failure_code from transactions where user_id = $1 and kind = $2',
      [player.id, 'purchase'],
    );
    expect(failed).toEqual([{ status: 'failed', failure_code: 'wallet.insufficient_funds' }]);
  });

  it('have one effect for one key, however often they arrive at once', async () => {
    const commands = [
      { kind: 'purchase', productId: BOOST.id },
      { kind: 'use', productId: BOOST.id },
    ];
    const answers = await Promise.all(times(20, () => send(commands, { key: 'batch-1' })));
    expect(new Set(answers.map(({ text }) => text)).size).toBe(1);
    expect(answers.filter(({ headers }) => headers.get('idempotent-replayed') === 'true')).toHaveLength(19);
    expect(await balanceOf(app, player)).toBe(900);
    expect((await send(commands.slice(1), { key: 'batch-1' })).body.code).toBe('idempotency.key_reused');
  });

  it('hold 50 commands, not 51, and none is not enough', async () => {
    const use = { kind: 'add_funds', amount: 1 };
    expect((await send(times(50, () => use))).status).toBe(201);
    for (const wrong of [times(51, () => use), []]) expect((await send(wrong)).status).toBe(400);
    expect(await balanceOf(app, player)).toBe(1_050);
  });

  it.each([
    [{ kind: 'transfer', amount: 1 }, '/commands/0/kind'],
    [{ kind: 'purchase' }, '/commands/0/productId'],
    [{ kind: 'add_funds', amount: 1.5 }, '/commands/0/amount'],
    [{ kind: 'add_funds', amount: 1, productId: BOOST.id }, '/commands/0/productId'],
    [{ kind: 'use', productId: BOOST.id, userId: BOOST.id }, '/commands/0/userId'],
    ['purchase', '/commands/0'],
    [null, '/commands/0'],
    [[], '/commands/0'],
  ])('refuse %j and point at it', async (wrong, pointer) => {
    const { status, body } = await send([wrong as object]);
    expect({ status, code: body.code }).toEqual({ status: 400, code: 'request.invalid' });
    expect(body.errors.some((error) => error.pointer.startsWith(pointer))).toBe(true);
  });

  describe('open with the scope of each of their commands, and with no other:', () => {
    const commands: Record<string, [opensWith: Scope, command: object]> = {
      purchase: ['inventory:write', { productId: BOOST.id }],
      use: ['inventory:write', { productId: POTION.id }],
      grant: ['inventory:write', { productId: BOOST.id }],
      revoke: ['inventory:write', { productId: POTION.id }],
      add_funds: ['funds:write', { amount: 1 }],
      earn: ['funds:write', { amount: 1, reason: 'quest' }],
    };
    const cases = Object.keys(commands).flatMap((kind) => SCOPES.map((scope) => [kind, scope] as const));

    it.each(cases)('%s with %s', async (kind, scope) => {
      const { token } = await makeUser(app, { role: 'service', scopes: [scope] });
      await send([{ kind: 'grant', productId: POTION.id }]);
      const [opensWith, command] = commands[kind];
      const { status, body } = await send([{ kind, ...command }], { token });
      expect([status, body.code]).toEqual(scope === opensWith ? [201, undefined] : [403, 'auth.forbidden']);
    });

    it('grants of coins are no commands', async () => {
      const { status, body } = await send([{ kind: 'grant', currency: 'COIN', amount: 1 }]);
      expect([status, body.code]).toEqual([400, 'request.invalid']);
    });
  });

  it('are for services, and carry out nothing when the key lacks the scope of one of the commands', async () => {
    const admin = await makeUser(app, { role: 'admin' });
    for (const { token } of [player, admin]) {
      expect((await send([{ kind: 'add_funds', amount: 1 }], { token })).status).toBe(403);
    }
    const items = await makeUser(app, { role: 'service', scopes: ['inventory:write'] });
    const mixed = [
      { kind: 'purchase', productId: BOOST.id },
      { kind: 'add_funds', amount: 1 },
    ];
    expect((await send(mixed, { token: items.token })).status).toBe(403);
    expect((await send(mixed.slice(0, 1), { token: items.token })).status).toBe(201);
    expect(await balanceOf(app, player)).toBe(900);
  });

  it('need a key, but for a dry run', async () => {
    const body = { userId: player.id, commands: [{ kind: 'add_funds', amount: 1 }] };
    const refused = await call(app, '/batches', { body, token: server.token });
    expect(refused).toMatchObject({ status: 400, body: { code: 'idempotency.key_missing' } });
    expect((await call(app, '/batches?dryRun=true', { body, token: server.token })).status).toBe(200);
    expect(await balanceOf(app, player)).toBe(1_000);
  });

  it('keep to the limits of what a service may add and pay', async () => {
    expect((await send([{ kind: 'add_funds', amount: 1_000_001 }])).body.code).toBe('wallet.top_up_too_large');
    const half = { kind: 'add_funds', amount: 500_001 };
    expect((await send([half, half])).body.code).toBe('wallet.top_up_too_large');
    expect((await send([{ kind: 'earn', reason: 'x', amount: 100_001 }])).body.code).toBe('reward.amount_too_large');
    expect((await send([{ kind: 'earn', reason: 'For Anna', amount: 1 }])).body.code).toBe('reward.reason_invalid');
  });

  it('answer a dry run with what would happen, and change nothing at all', async () => {
    const before = await snapshot();
    const commands = [
      { kind: 'purchase', productId: PREMIUM.id },
      { kind: 'purchase', productId: BOOST.id, quantity: 5 },
    ];
    const { status, body } = await send(commands, { query: '?dryRun=true', key: 'trial' });
    expect({ status, dryRun: body.dryRun, balances: body.receipts.map(({ balance }) => balance) }).toEqual({
      status: 200,
      dryRun: true,
      balances: [500, 0],
    });
    const refused = await send([...commands, commands[0]], { query: '?dryRun=true' });
    expect(refused.body).toMatchObject({ code: 'batch.command_refused', cause: 'inventory.already_owned', index: 2 });
    expect(await snapshot()).toBe(before);
    expect((await send(commands, { key: 'trial' })).status).toBe(201);
  });

  it('answer a dry run of a purchase alike', async () => {
    const before = await snapshot();
    const path = `/products/${BOOST.id}/purchase?dryRun=true`;
    const tried = await call(app, path, { body: { quantity: 3 }, token: player.token });
    expect(tried).toMatchObject({ status: 200, body: { dryRun: true, balance: 700, item: { quantity: 3 } } });
    const refused = await call(app, path, { body: { quantity: 11 }, token: player.token });
    expect(refused).toMatchObject({ status: 402, body: { code: 'wallet.insufficient_funds' } });
    for (const query of ['dryRun=yes', 'dryRun=', 'dryRun=true&dryRun=true']) {
      const unclear = await call(app, path.replace('dryRun=true', query), { body: {}, token: player.token });
      expect(unclear).toMatchObject({ status: 400, body: { errors: [{ pointer: '/dryRun' }] } });
    }
    const misspelt = await call(app, path.replace('dryRun', 'dryrun'), { body: {}, token: player.token });
    expect(misspelt).toMatchObject({ status: 400, body: { errors: [{ pointer: '/dryrun' }] } });
    expect(await snapshot()).toBe(before);
    expect((await buy(app, player, BOOST.id)).body.balance).toBe(900);
  });
});
