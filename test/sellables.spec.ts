import { connect, createServer, type Server, type Socket } from 'node:net';
import { once } from 'node:events';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { Config } from '../src/platform/config/config';
import { OutboxService } from '../src/platform/outbox/outbox.service';
import { AmbassadorDeletions } from '../src/sellables/ambassador-deletions';
import { MOCK_PRICES, MockOwner } from '../src/sellables/mock/owner';
import { SellableOwnerUnavailable } from '../src/sellables/sellables.errors';
import { SellablesService } from '../src/sellables/sellables.service';
import { SellablesSweep } from '../src/sellables/sellables-sweep';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { call, openShop, times } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';

const PRICE_OF_ONE = { priceMinor: 5_000_000, currency: 'UZS' };
const BEYOND_DOUBLES = '9007199254740993';

let owner: MockOwner;
let port: number;
let app: TestApp;

async function setUp(env: Record<string, string> = {}): Promise<void> {
  owner = new MockOwner();
  port = await owner.start('127.0.0.1', 0);
  app = await startApp({ AMBASSADOR_GRPC_HOST: '127.0.0.1', AMBASSADOR_GRPC_PORT: String(port), ...env });
  await app.database.query('set session_replication_role = replica'); // carts without players will do here
}

async function tearDown(): Promise<void> {
  await app.close();
  owner.stop();
}

const validate = (...ids: string[]) => app.get(SellablesService).validate('ambassador', ids);

async function recovers(): Promise<void> {
  await eventually(async () => expect((await validate('1')).valid.get('1')).toEqual(PRICE_OF_ONE));
}

/** The ids of every deletion that was told within Florin, in order. */
async function toldDeleted(): Promise<string[]> {
  const rows = await app.database.query<{ ids: string[] }>(`
    select event -> 'payload' -> 'ids' as ids from outbox_events, json_array_elements(events) as event
    where event ->> 'type' = 'ambassador.deleted' order by id`);
  return rows.flatMap(({ ids }) => ids);
}

async function putIntoCart(...ids: string[]): Promise<void> {
  await app.database.query(
    `insert into cart_lines (user_id, id, sellable_source, sellable_id, quantity, shown_prices, added_at)
     select gen_random_uuid(), gen_random_uuid(), 'ambassador', id, 1, '{}', now() from unnest($1::text[]) id`,
    [ids],
  );
}

describe('goods that others own', () => {
  beforeEach(() => setUp());
  afterEach(tearDown);

  it('are offered as their owner says, all in one question', async () => {
    const { valid, invalid } = await validate('1', '2', '3', '4', '5', '6', '1');
    expect(Object.fromEntries([...valid].map(([id, { priceMinor }]) => [id, String(priceMinor)]))).toEqual(MOCK_PRICES);
    expect(invalid).toEqual(['6']);
    expect(owner.asked).toEqual([['1', '2', '3', '4', '5', '6']]);
  });

  it('keep ids that no JavaScript number can hold', async () => {
    owner.prices.set(BEYOND_DOUBLES, '100');
    owner.prices.set('9223372036854775807', '200');
    const { valid } = await validate(BEYOND_DOUBLES, '9007199254740992', '9223372036854775807');
    expect([...valid.keys()]).toEqual([BEYOND_DOUBLES, '9223372036854775807']);
  });

  it('are asked for only by ids that there can be', async () => {
    const wrong = ['', '0', '-1', '01', '1.0', '1e3', 'x', '9223372036854775808', '99999999999999999999'];
    expect(await validate(...wrong)).toEqual({ valid: new Map(), invalid: wrong });
    expect(owner.asked).toEqual([]);
  });

  it.each(['0', '-5', '9007199254740992'])('are not sold for %s', async (price) => {
    owner.prices.set('7', price);
    expect((await validate('7')).invalid).toEqual(['7']);
  });

  it('are unavailable while the owner is away, and recover within five seconds', async () => {
    await validate('1');
    owner.stop();
    for (let attempt = 0; attempt < 3; attempt++) await expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable);
    await Promise.all(times(200, () => expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable)));
    await owner.start('127.0.0.1', port);
    await recovers();
  });

  it('are unavailable while the owner hangs, who is asked less then, and recover', async () => {
    await validate('1');
    owner.isHanging = true;
    await Promise.all(times(20, () => expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable)));
    const asked = owner.asked.length;
    await Promise.all(times(200, () => expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable)));
    expect(owner.asked.length - asked).toBeLessThanOrEqual(1);
    owner.isHanging = false;
    await recovers();
  });

  it('are shown in the readiness of the process, which goes on serving without them', async () => {
    const ready = async () => (await fetch(`${app.url}/health/ready`)).json();
    expect(await ready()).toMatchObject({ status: 'ok', checks: { ambassadors: { status: 'up' } } });
    owner.stop();
    await eventually(async () =>
      expect(await ready()).toMatchObject({ status: 'degraded', checks: { ambassadors: { status: 'degraded' } } }),
    );
    expect((await fetch(`${app.url}/health/ready`)).status).toBe(200);
  });

  it('become one hidden product each, however many buy at once, which nobody finds, buys or edits', async () => {
    await openShop(app);
    const ensure = () =>
      app.get(UnitOfWork).run((tx) => app.get(SellablesService).ensureProduct(tx, 'ambassador', BEYOND_DOUBLES));
    const ids = new Set(await Promise.all(times(20, ensure)));
    expect(ids.size).toBe(1);
    const [id] = ids;
    expect(await app.database.query('select sku, type, is_hidden from products where id = $1', [id])).toEqual([
      { sku: `ambassador:${BEYOND_DOUBLES}`, type: 'permanent', is_hidden: true },
    ]);
    expect((await call(app, `/products/${id}`)).status).toBe(404);
    expect(JSON.stringify((await call(app, '/products?limit=100')).body)).not.toContain(id);
  });

  it('are found by a sweep when a deletion was missed', async () => {
    await putIntoCart('1', '2', '3', '77');
    owner.prices.delete('2');
    await app.get(SellablesSweep).run();
    expect(await toldDeleted()).toEqual(['2', '77']);
  });

  it('stay in carts while the owner is away', async () => {
    await putIntoCart('1', '77');
    owner.stop();
    await expect(app.get(SellablesSweep).run()).rejects.toThrow(SellableOwnerUnavailable);
    expect(await toldDeleted()).toEqual([]);
  });
});

describe('goods of an owner behind a network that fails', () => {
  let proxy: Server;
  let isFrozen: boolean;
  const sockets = new Set<Socket>();

  /** Keeps its connections and passes nothing on, as a host that vanished does. */
  async function startProxy(target: number): Promise<number> {
    isFrozen = false;
    proxy = createServer((near) => {
      const far = connect(target, '127.0.0.1');
      for (const socket of [near, far]) sockets.add(socket.on('error', () => undefined));
      if (isFrozen) return;
      near.pipe(far).pipe(near);
    }).listen(0, '127.0.0.1');
    await once(proxy, 'listening');
    return (proxy.address() as { port: number }).port;
  }

  beforeEach(async () => {
    owner = new MockOwner();
    app = await startApp({ AMBASSADOR_GRPC_PORT: String(await startProxy(await owner.start('127.0.0.1', 0))) });
  });

  afterEach(async () => {
    for (const socket of sockets) socket.destroy();
    sockets.clear();
    proxy.close();
    await tearDown();
  });

  it('are sold again over a new connection, although the old one stays stuck', async () => {
    await validate('1');
    for (const socket of sockets) socket.unpipe().pause();
    isFrozen = true;
    await expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable);
    isFrozen = false;
    await recovers();
  });
});

describe('a shop without goods of others', () => {
  afterEach(() => app.close());

  it('vouches for nothing, and says nothing of them', async () => {
    app = await startApp();
    expect(app.get(SellablesService).isOn).toBe(false);
    await expect(validate('1')).rejects.toThrow(SellableOwnerUnavailable);
    expect(await (await fetch(`${app.url}/health/ready`)).json()).not.toHaveProperty('checks.ambassadors');
  });
});

describeWithRedis('deletions that their owner tells through Redis', () => {
  let redis: TestRedis;
  let deletions: AmbassadorDeletions;

  beforeEach(async () => {
    redis = await startRedis();
    // The listener of a worker alone: no sweep of its own tells a deletion twice.
    await setUp({ REDIS_URL: redis.url, ROLE: 'api' });
    const config = app.app.get(Config, { strict: false }).withRole('worker');
    deletions = new AmbassadorDeletions(config, app.get(UnitOfWork), app.get(OutboxService), app.get(SellablesSweep));
    const sweep = jest.spyOn(app.get(SellablesSweep), 'run');
    deletions.onApplicationBootstrap();
    await eventually(() => expect(sweep).toHaveBeenCalledTimes(1));
    await sweep.mock.results[0].value; // it begins once we listen, and would find what is deleted before Redis fails
    expect(await listeners()).toBe(1);
  });

  afterEach(async () => {
    deletions.onApplicationShutdown();
    await tearDown();
    await redis.remove();
  });

  const tell = (message: string) => redis.command('publish', 'ambassador.deleted', message);
  const listeners = async () => ((await redis.command('pubsub', 'numsub', 'ambassador.deleted')) as number[])[1];

  it('are heard in every form', async () => {
    const forms: [message: string, ids: string[]][] = [
      ['1', ['1']],
      ['"2"', ['2']],
      [`{"ambassador_id": ${BEYOND_DOUBLES}}`, [BEYOND_DOUBLES]],
      ['{"event":"deleted","ambassador_id":"4"}', ['4']],
      ['{"ambassador_ids": [5, "6", 5]}', ['5', '6']],
    ];
    const expected: string[] = [];
    for (const [message, ids] of forms) {
      await tell(message);
      expected.push(...ids);
      await eventually(async () => expect(await toldDeleted()).toEqual(expected));
    }
  });

  it('do no harm when they make no sense', async () => {
    for (const message of ['', 'x', '{}', '[]', '-1', '0', '{"ambassador_id": null}', '\0', '1; drop table'])
      await tell(message);
    await tell('3');
    await eventually(async () => expect(await toldDeleted()).toEqual(['3']));
  });

  it.each([
    ['stopped', () => redis.stop()],
    ['killed', () => redis.kill()],
  ])('are found by asking when Redis was %s meanwhile, and heard again', async (_, end) => {
    await putIntoCart('1', '2');
    await end();
    owner.prices.delete('2');
    await redis.start();
    await eventually(async () => expect(await toldDeleted()).toEqual(['2']));
    await tell('5');
    await eventually(async () => expect((await toldDeleted()).at(-1)).toBe('5'));
  });
});
