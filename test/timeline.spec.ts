import { startApp, type TestApp } from './support/app';
import { grant } from './support/grants';
import { placeOrder, told, WITH_SANDBOX } from './support/orders';
import { BOOST, buy, call, makeUser, openShop, POTION, PREMIUM, type TestUser } from './support/players';

interface Entry {
  kind: string;
  key: string;
  at: string;
  what: string;
  status: string | null;
  amount: number | null;
  product: { name: string } | null;
  actor: { id: string; username: string } | null;
  note: string | null;
}

interface Timeline {
  items: Entry[];
  nextCursor: string | null;
}

let app: TestApp;
let support: TestUser;
let player: TestUser;

beforeAll(async () => {
  app = await startApp(WITH_SANDBOX);
  await openShop(app);
  support = await makeUser(app, { role: 'support' });
  player = await makeUser(app, { coins: 150 });
  await buy(app, player, BOOST.id);
  await buy(app, player, PREMIUM.id);
  await call(app, '/events', {
    token: player.token,
    body: { events: [{ eventType: 'level_complete', meta: { level: 3 } }] },
  });
  await grant(app, support, player, 30);
  const order = await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 199 }]);
  await told(app, order, { type: 'paid' });
  await call(app, `/users/${player.id}/block`, { token: support.token, body: { reason: 'Looks like a robot.' } });
});
afterAll(() => app.close());

const read = (query = '', { token } = support) =>
  call<Timeline>(app, `/users/${player.id}/timeline${query}`, { token });

async function readAll(limit: number): Promise<Entry[]> {
  const seen: Entry[] = [];
  let query: string | null = `?limit=${limit}`;
  while (query !== null) {
    const { items, nextCursor }: Timeline = (await read(query)).body;
    expect(items.length).toBeLessThanOrEqual(limit);
    seen.push(...items);
    query = nextCursor === null ? null : `?limit=${limit}&cursor=${nextCursor}`;
  }
  return seen;
}

describe('GET /users/:id/timeline', () => {
  it('tells everything as one story', async () => {
    const story = (await read('?limit=100')).body.items;
    const told_ = story.map(({ kind, what, amount }) => [kind, what, amount]);
    for (const expected of [
      ['movement', 'add_funds', 150],
      ['movement', 'purchase', -100],
      ['movement', 'purchase', 1],
      ['refusal', 'purchase', 500],
      ['event', 'level_complete', null],
      ['movement', 'grant', 30],
      ['grant', 'grant', 30],
      ['order', 'placed', 199],
      ['order', 'paid', 199],
      ['payment', 'paid', 199],
      ['movement', 'fulfil', 1],
      ['staff', 'user.blocked', null],
    ]) {
      expect(told_).toContainEqual(expected);
    }
    expect(told_[0]).toEqual(['staff', 'user.blocked', null]);
    expect(story[0]).toMatchObject({ actor: { id: support.id }, note: 'Looks like a robot.' });
    expect(story.find(({ kind }) => kind === 'refusal')).toMatchObject({
      status: 'wallet.insufficient_funds',
      product: { name: PREMIUM.name },
      actor: null,
    });
    const times = story.map(({ at }) => at);
    expect(times).toEqual(times.toSorted().toReversed());
  });

  it('names products in the language that is asked for', async () => {
    const names = async (language: string) => {
      const headers = { 'accept-language': language };
      const { body } = await call<Timeline>(app, `/users/${player.id}/timeline?limit=100`, {
        token: support.token,
        headers,
      });
      return new Set(body.items.flatMap(({ product }) => product?.name ?? []));
    };
    expect(await names('en')).toEqual(new Set(['Day boost', 'Premium status', 'Health Potion']));
    expect(await names('ru')).toEqual(new Set(['Буст на день', 'Премиум-статус', 'Зелье здоровья']));
  });

  it('is the same page by page, each thing once', async () => {
    const whole = (await read('?limit=100')).body.items;
    expect(whole.length).toBeGreaterThan(10);
    for (const limit of [1, 3, 7]) {
      const parts = await readAll(limit);
      expect(new Set(parts.map(({ kind, key }) => `${kind} ${key}`)).size).toBe(parts.length);
      expect(parts).toEqual(whole);
    }
  });

  it('shows one kind alone', async () => {
    const { items } = (await read('?kind=order&limit=2')).body;
    expect(items.map(({ kind, what }) => [kind, what])).toEqual([
      ['order', 'fulfilled'],
      ['order', 'paid'],
    ]);
    expect((await read('?kind=gossip')).status).toBe(400);
  });

  it('is for staff, and of those who exist', async () => {
    const other = await makeUser(app);
    expect((await read('', other)).status).toBe(403);
    expect((await read('', await makeUser(app, { role: 'service' }))).status).toBe(403);
    const nobody = '0199c000-0000-7000-8000-000000000999';
    const { status, body } = await call(app, `/users/${nobody}/timeline`, { token: support.token });
    expect([status, body.code]).toEqual([404, 'user.not_found']);
    expect((await read('?cursor=W10')).status).toBe(400);
  });
});
