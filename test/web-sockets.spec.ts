import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { buy, makeUser, openShop, POTION } from './support/players';
import { openSocket, readySocket } from './support/sockets';

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await openShop(app);
});
afterAll(() => app.close());

describe('a socket', () => {
  it('tells its player what happens, in order, once, and nobody else', async () => {
    const [player, other] = [await makeUser(app, { coins: 100_000 }), await makeUser(app)];
    await eventually(async () => expect(await storedFor(player.id)).toBe(1));
    const [one, two, foreign] = [
      await readySocket(app, player),
      await readySocket(app, player),
      await readySocket(app, other),
    ];
    for (let round = 0; round < 5; round++) {
      await Promise.all(Array.from({ length: 5 }, () => buy(app, player, POTION.id)));
    }
    for (const socket of [one, two]) {
      await eventually(() => expect(socket.told()).toHaveLength(25));
      const ids = socket.told().map(({ id }) => id);
      expect(ids).toEqual([...new Set(ids)].sort());
      const balances = socket.told().map(({ data }) => data.balance as number);
      expect(balances).toEqual([...balances].sort((a, b) => b - a));
      expect(socket.told()[0]).toMatchObject({ type: 'purchase.completed', data: { type: 'purchase_success' } });
    }
    expect(foreign.told()).toEqual([]);
    await Promise.all([one, two, foreign].map((socket) => socket.end()));
  });

  it('chooses the subprotocol that holds no secret, and compresses nothing', async () => {
    const player = await makeUser(app);
    const { socket, end } = await openSocket(app, player, { perMessageDeflate: true });
    expect(socket.protocol).toBe('florin');
    expect(socket.extensions).toBe('');
    await end();
  });

  it('begins with what was missed after the last id, and says when that is all', async () => {
    const player = await makeUser(app, { coins: 100_000 });
    const first = await openSocket(app, player, { after: '0' });
    await eventually(() => expect(first.told()).toHaveLength(1));
    const [{ id: last }] = first.told();
    await first.end();
    for (let n = 0; n < 250; n += 25) await Promise.all(Array.from({ length: 25 }, () => buy(app, player, POTION.id)));
    await eventually(async () => expect(await storedFor(player.id)).toBe(251));
    const second = await readySocket(app, player, { after: last });
    expect(second.frames.at(-1)).toMatchObject({ type: 'ready', data: { lastId: second.told().at(-1)?.id } });
    expect(second.told()).toHaveLength(250);
    const ids = second.told().map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    expect(ids[0] > last).toBe(true);
    await second.end();
  });

  it('that names no last id is told only of what is to come', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    await eventually(async () => expect(await storedFor(player.id)).toBe(1));
    const { frames, end } = await readySocket(app, player);
    expect(frames.map(({ type }) => type)).toEqual(['ready']);
    await end();
  });

  it('misses nothing of what is committed while it is opened', async () => {
    const player = await makeUser(app, { coins: 100_000 });
    await eventually(async () => expect(await storedFor(player.id)).toBe(1));
    const [socket] = await Promise.all([
      readySocket(app, player, { after: '0' }),
      ...Array.from({ length: 30 }, () => buy(app, player, POTION.id)),
    ]);
    await eventually(() => expect(socket.told()).toHaveLength(31));
    const ids = socket.told().map(({ id }) => id);
    expect(ids).toEqual([...new Set(ids)].sort());
    await socket.end();
  });

  it('begins with all there is after an id from another life of the database', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    await eventually(async () => expect(await storedFor(player.id)).toBe(1));
    const socket = await readySocket(app, player, { after: '9007199254740991' });
    await buy(app, player, POTION.id);
    await eventually(() =>
      expect(socket.told().map(({ type }) => type)).toEqual(['funds.added', 'purchase.completed']),
    );
    await socket.end();
  });

  it('takes marks of what was read', async () => {
    const player = await makeUser(app, { coins: 1_000 });
    const socket = await openSocket(app, player, { after: '0' });
    await eventually(() => expect(socket.told()).toHaveLength(1));
    socket.send({ type: 'read', data: { upTo: socket.told()[0].id } });
    await eventually(async () => expect(await storedFor(player.id, 'and read_at is not null')).toBe(1));
    await socket.end();
  });
});

async function storedFor(userId: string, condition = ''): Promise<number> {
  return (await app.database.query(`select from notifications where user_id = $1 ${condition}`, [userId])).length;
}
