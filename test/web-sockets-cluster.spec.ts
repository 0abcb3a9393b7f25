import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { type FlorinProcess, startFlorin } from './support/florin-process';
import { call } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { openSocket, readySocket, ticketOf, type TestSocket, tryToOpen } from './support/sockets';

const JWT_SECRET = 'a secret that only tests know, and long';

interface Player {
  id: string;
  token: string;
}

describeWithRedis('sockets of several processes', () => {
  let redis: TestRedis;
  let database: TestDatabase;
  let folder: string;
  let one: FlorinProcess;
  let other: FlorinProcess;
  let worker: FlorinProcess;
  const living = new Set<FlorinProcess>();

  beforeAll(async () => {
    [redis, database] = [await startRedis(), await createDatabase()];
    folder = await mkdtemp(join(tmpdir(), 'florin-sockets-'));
    const env = {
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      REDIS_URL: redis.url,
      JWT_SECRET,
      DEMO: 'true',
      FLORIN_DATA: folder,
      WS_HEARTBEAT_SECONDS: '3',
      LOG_LEVEL: 'error',
    };
    one = await startFlorin({ ...env, ROLE: 'api' });
    other = await startFlorin({ ...env, ROLE: 'api' });
    worker = await startFlorin({ ...env, ROLE: 'worker' });
    for (const florin of [one, other, worker]) living.add(florin);
  });

  afterAll(async () => {
    await Promise.all([...living].map((florin) => florin.end('SIGTERM')));
    await Promise.all([redis.remove(), database.drop(), rm(folder, { recursive: true, force: true })]);
  });

  let names = 0;
  async function register(): Promise<Player> {
    const username = `player-${++names}-${process.pid}`;
    const body = { username, email: `${username}@example.com`, password: 'correct horse battery' };
    const answer = await call<{ accessToken: string; user: { id: string } }>(one, '/auth/register', { body });
    return { id: answer.body.user.id, token: answer.body.accessToken };
  }

  let keys = 0;
  const addFunds = (florin: FlorinProcess, { token }: Player) =>
    call(florin, '/users/me/add-funds', { token, key: `funds-${++keys}`, body: { amount: 1 } });

  async function topUp(player: Player, count: number): Promise<void> {
    for (let n = 0; n < count; n++) expect((await addFunds(n % 2 ? one : other, player)).status).toBe(201);
  }

  const balances = (socket: TestSocket) => socket.told().map(({ data }) => data.balance as number);
  const upTo = (last: number) => Array.from({ length: last }, (_, n) => n + 1);

  it('tell their players the same, in order, wherever it happened, and nobody else', async () => {
    const [player, stranger] = [await register(), await register()];
    const sockets = [await readySocket(one, player), await readySocket(other, player)];
    const foreign = [await readySocket(one, stranger), await readySocket(other, stranger)];
    await topUp(player, 20);
    for (const socket of sockets) await eventually(() => expect(balances(socket)).toEqual(upTo(20)));
    for (const socket of foreign) expect(socket.told()).toEqual([]);
    await Promise.all([...sockets, ...foreign].map((socket) => socket.end()));
  });

  it('are opened by a ticket of another process, once in all of them', async () => {
    const player = await register();
    const credential = `ticket.${await ticketOf(one, player)}`;
    const socket = await openSocket(other, player, { credential });
    expect(await tryToOpen(one, { credential })).toMatchObject({ status: 401 });
    await socket.end();
  });

  it('are told in time while Redis is away, and when it comes back, of everything, once', async () => {
    const player = await register();
    const socket = await readySocket(other, player);
    await redis.kill();
    await topUp(player, 3);
    await eventually(() => expect(balances(socket)).toEqual(upTo(3)));
    await redis.start();
    await topUp(player, 3);
    await eventually(() => expect(balances(socket)).toEqual(upTo(6)));
    await socket.end();
  });

  it('are answered by no worker', async () => {
    expect(await tryToOpen(worker, {})).toMatchObject({ status: 404 });
  });

  it('go on in another process, with the last id, when theirs is killed', async () => {
    const player = await register();
    const before = await readySocket(one, player);
    await addFunds(other, player);
    await eventually(() => expect(balances(before)).toEqual([1]));
    await one.end('SIGKILL');
    living.delete(one);
    expect(await before.closed).toBe(1006);
    for (let n = 0; n < 4; n++) await addFunds(other, player);
    const again = await readySocket(other, player, { after: before.told()[0].id });
    await eventually(() => expect(balances(again)).toEqual([2, 3, 4, 5]));
    await again.end();
  });
});
