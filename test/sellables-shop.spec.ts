import { randomUUID } from 'node:crypto';
import { MockOwner } from '../src/sellables/mock/owner';
import { SellablesSweep } from '../src/sellables/sellables-sweep';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { orderOf, told, WITH_SANDBOX } from './support/orders';
import { call, makeUser, type TestUser } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

interface Answered {
  code: string;
  lines: { id: string; reason: string | null; message: string | null; isAvailable: boolean }[];
  order: { id: string; total: number };
  permanents: object[];
}

const UNAVAILABLE = { isAvailable: false, reason: 'temporarily_unavailable', message: 'temporarily unavailable' };

let owner: MockOwner;
let port: number;
let app: TestApp;

async function setUp(env: Record<string, string> = {}): Promise<void> {
  owner = new MockOwner();
  port = await owner.start('127.0.0.1', 0);
  const address = { AMBASSADOR_GRPC_HOST: '127.0.0.1', AMBASSADOR_GRPC_PORT: String(port) };
  app = await startApp({ ...WITH_SANDBOX, ...address, ...env });
}

async function tearDown(): Promise<void> {
  await app.close();
  owner.stop();
}

const put = (user: TestUser, id: string) =>
  call<Answered>(app, '/cart/items', { body: { sellable: { source: 'ambassador', id } }, token: user.token });
const look = async (user: TestUser) => (await call<Answered>(app, '/cart', { token: user.token })).body;
const checkOut = (user: TestUser) =>
  call<Answered>(app, '/checkout', {
    body: { provider: 'sandbox', currency: 'UZS' },
    key: randomUUID(),
    token: user.token,
  });
const inventoryOf = async (user: TestUser) =>
  (await call<Answered>(app, '/users/me/inventory', { token: user.token })).body.permanents;

async function order(user: TestUser) {
  const { status, body } = await checkOut(user);
  expect([status, body]).toMatchObject([201, {}]);
  return { ...body.order, lineIds: [] };
}

describe('an ambassador', () => {
  beforeAll(() => setUp());
  afterAll(tearDown);

  it('is ordered, paid, owned, not bought again, and taken back when the money goes back', async () => {
    const user = await makeUser(app);
    expect((await put(user, '4')).status).toBe(201);
    const ordered = await order(user);
    expect(ordered.total).toBe(2_500_000);
    await put(user, '4');
    expect((await look(user)).lines).toMatchObject([{ isAvailable: false, reason: 'already_ordered' }]);

    await told(app, ordered, { type: 'paid', currency: 'UZS' });
    expect(await orderOf(app, ordered)).toEqual({ status: 'fulfilled', attention: null });
    expect(await inventoryOf(user)).toMatchObject([{ product: { sku: 'ambassador:4', type: 'permanent' } }]);
    const listed = await call(app, '/products?limit=100');
    expect(listed.text).not.toContain('ambassador:4');

    expect((await look(user)).lines).toMatchObject([{ isAvailable: false, reason: 'already_owned' }]);
    const second = await checkOut(user);
    expect([second.status, second.body]).toMatchObject([
      409,
      { code: 'checkout.lines_unavailable', lines: [{ reason: 'already_owned' }] },
    ]);

    await told(app, ordered, { type: 'refunded', currency: 'UZS' });
    expect(await orderOf(app, ordered)).toEqual({ status: 'refunded', attention: null });
    expect(await inventoryOf(user)).toEqual([]);
    expect((await look(user)).lines).toMatchObject([{ isAvailable: true, reason: null }]);
    await order(user);
  });

  it.each([
    ['stopped', () => owner.stop(), async () => void (await owner.start('127.0.0.1', port))],
    ['stuck', () => void (owner.isHanging = true), async () => void (owner.isHanging = false)],
  ])('is not sold unverified while its owner is %s, and is sold again within five seconds', async (_, end, begin) => {
    const user = await makeUser(app);
    await put(user, '1');
    end();
    try {
      expect((await look(user)).lines).toMatchObject([UNAVAILABLE]);
      const refused = await checkOut(user);
      expect([refused.status, refused.body.code]).toEqual([503, 'sellable.owner_unavailable']);
      expect(refused.headers.get('retry-after')).not.toBeNull();
      expect((await put(await makeUser(app), '2')).body.code).toBe('sellable.owner_unavailable');
    } finally {
      await begin();
    }
    await eventually(async () => expect((await look(user)).lines).toMatchObject([{ isAvailable: true }]));
    await order(user);
  });
});

describeWithRedis('an ambassador that its owner deletes', () => {
  let redis: TestRedis;

  beforeAll(async () => {
    redis = await startRedis();
    await setUp({ REDIS_URL: redis.url });
  });
  afterAll(async () => {
    await tearDown();
    await redis.remove();
  });

  const isHeard = () =>
    eventually(async () => {
      expect(await redis.command('pubsub', 'numsub', 'ambassador.deleted')).toEqual(['ambassador.deleted', 1]);
    });

  it('leaves every cart when that is told through Redis, and by the sweep when it was told in vain', async () => {
    const users = [await makeUser(app), await makeUser(app)];
    for (const user of users) for (const id of ['2', '3', '5']) expect((await put(user, id)).status).toBe(201);
    await isHeard();
    owner.prices.delete('3');
    await redis.command('publish', 'ambassador.deleted', '{"ambassador_id":3}');
    await eventually(async () => {
      for (const user of users) expect((await look(user)).lines).toMatchObject([{ sku: 'ambassador:2' }, {}]);
    });
    owner.prices.delete('2'); // and nobody is told
    await app.get(SellablesSweep).run();
    await eventually(async () => {
      for (const user of users) expect((await look(user)).lines).toMatchObject([{ sku: 'ambassador:5' }]);
    });
  });

  it('is found although Redis was away when it was told', async () => {
    const user = await makeUser(app);
    await put(user, '1');
    await isHeard();
    await redis.kill();
    owner.prices.delete('1');
    await redis.start();
    await eventually(async () => expect((await look(user)).lines).toEqual([]));
  });
});
