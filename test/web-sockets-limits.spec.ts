import type { Socket } from 'node:net';
import { drain } from '../src/platform/http/drain';
import { NotificationSignal } from '../src/notifications/notification-signal';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { openSocket, readySocket, type TestSocket } from './support/sockets';

let app: TestApp;
let player: TestUser;

async function start(env: Record<string, string> = {}): Promise<void> {
  app = await startApp({ WS_HEARTBEAT_SECONDS: '3', ...env });
  await openShop(app);
}

const pause = ({ socket }: TestSocket) => (socket as unknown as { _socket: Socket })._socket.pause();

describe('a socket ends', () => {
  beforeAll(() => start({ WS_PER_PLAYER: '3', WS_PER_ADDRESS: '8' }));
  afterAll(() => app.close());
  beforeEach(async () => {
    player = await makeUser(app);
  });

  it('with 1009 after a frame of more than 64 kB', async () => {
    const fits = await openSocket(app, player);
    fits.send({ type: 'read', data: { upTo: 'x'.repeat(60_000) } });
    const socket = await openSocket(app, player);
    socket.send('x'.repeat(64 * 1024 + 1));
    expect(await socket.closed).toBe(1009);
    expect(fits.socket.readyState).toBe(fits.socket.OPEN);
    await fits.end();
  });

  it.each(['no JSON', '"a text"', 'null', Buffer.from('{"type":"read"}')])('with 1008 after %s', async (message) => {
    const { socket, closed } = await openSocket(app, player);
    socket.send(message);
    expect(await closed).toBe(1008);
  });

  it('with 1008 when too much is said, be it in frames, pings or pongs', async () => {
    const open = () => openSocket(app, player);
    const [talker, pinger, ponger] = [await open(), await open(), await open()];
    for (let n = 0; n < 101; n++) {
      talker.send({ type: 'unknown' });
      pinger.socket.ping();
      ponger.socket.pong();
    }
    expect(await talker.closed).toBe(1008);
    expect(await ponger.closed).toBe(1008);
    // Of pings that wait for an answer the library itself bears few.
    expect([1006, 1008]).toContain(await pinger.closed);
  });

  it('with 4429 when its player has too many, or their address', async () => {
    const theirs = await Promise.all(times(3, () => readySocket(app, player)));
    expect(await (await openSocket(app, player)).closed).toBe(4429);
    const others = await Promise.all(times(5, async () => readySocket(app, await makeUser(app))));
    expect(await (await openSocket(app, await makeUser(app))).closed).toBe(4429);
    await theirs[0].end();
    const next = await readySocket(app, player);
    await Promise.all([...theirs, ...others, next].map((socket) => socket.end()));
  });

  it('without a word when nobody answers its pings', async () => {
    const { closed } = await readySocket(app, player, { autoPong: false });
    expect(await closed).toBe(1006);
  });

  it('not while somebody answers', async () => {
    const socket = await readySocket(app, player);
    let pings = 0;
    socket.socket.on('ping', () => (pings += 1));
    await eventually(() => expect(pings).toBeGreaterThan(2));
    expect(socket.socket.readyState).toBe(socket.socket.OPEN);
    await socket.end();
  });
});

describe('a client that never reads', () => {
  beforeAll(() => start({ WS_HEARTBEAT_SECONDS: '300' }));
  afterAll(() => app.close());

  /** More than the buffers of any kernel take. */
  async function tellMuch(userId: string, count: number): Promise<void> {
    await app.database.query(
      `insert into notifications (user_id, id, type, at, data)
       select $1, nextval('notifications_id_seq'), 'item.used', now(), json_build_object('filler', repeat('x', 8000))
       from generate_series(1, $2)`,
      [userId, count],
    );
    app.get(NotificationSignal).ring(new Set([userId]));
  }

  const closes = async () =>
    Number(/^florin_sockets_closed_total\{code="1013"\} (\d+)$/m.exec((await call(app, '//metrics')).text)?.[1] ?? 0);
  const open = async () => Number(/^florin_sockets_open (\d+)$/m.exec((await call(app, '//metrics')).text)?.[1]);

  it('is dropped once 1 MB waits for it, and has missed nothing when it comes again', async () => {
    player = await makeUser(app);
    const socket = await readySocket(app, player, { after: '0' });
    pause(socket);
    await tellMuch(player.id, 4_000);
    await eventually(async () => expect(await open()).toBe(0));
    socket.socket.terminate();
    const again = await openSocket(app, player, { after: '0' });
    await eventually(() => expect(again.isReady()).toBe(true));
    expect(again.told()).toHaveLength(4_000);
    await again.end();
    expect(await closes()).toBe(1);
  });

  it('does not make others wait', async () => {
    const [deaf, lively] = [await makeUser(app), await makeUser(app, { coins: 1_000 })];
    const socket = await openSocket(app, deaf, { after: '0' });
    pause(socket);
    await tellMuch(deaf.id, 4_000);
    const other = await readySocket(app, lively);
    await buy(app, lively, POTION.id);
    await eventually(() => expect(other.told().some(({ type }) => type === 'purchase.completed')).toBe(true));
    socket.socket.terminate();
    await other.end();
  });
});

describe('a process that leaves', () => {
  it('closes its sockets with 1001, and is done', async () => {
    await start();
    player = await makeUser(app);
    const sockets = await Promise.all(times(3, () => readySocket(app, player)));
    await drain(app.app, 0, 60_000);
    expect(await Promise.all(sockets.map(({ closed }) => closed))).toEqual([1001, 1001, 1001]);
    await app.close();
  });

  it('does so without draining too, and whether or not the client listens', async () => {
    await start();
    player = await makeUser(app);
    const [socket, deaf] = [await readySocket(app, player), await readySocket(app, player)];
    pause(deaf);
    await app.close();
    expect(await socket.closed).toBe(1001);
    deaf.socket.terminate();
  });
});
