import { AuthService } from '../src/auth/auth.service';
import { startApp, type TestApp } from './support/app';
import { call, makeUser, type TestUser } from './support/players';
import { PASSWORD } from './support/sessions';

interface UserPage {
  items: { id: string; username: string; status: string }[];
  nextCursor: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());

describe('GET /users', () => {
  let support: TestUser;
  const find = (query: Record<string, string>, { token } = support) =>
    call<UserPage>(app, `/users?${new URLSearchParams(query).toString()}`, { token });
  const namesOf = async (text: string) => (await find({ text })).body.items.map(({ username }) => username);

  beforeAll(async () => {
    support = await makeUser(app, { role: 'support' });
    for (const username of ['Dragon_1', 'dragon_2', 'DRAGON%', 'dragonX3', 'lizard']) {
      const email = `${username.replace('%', '')}@Cave.example.com`;
      await app.get(AuthService).enrol({ username, email, password: PASSWORD }, 'player');
    }
  });

  it('finds by how a name or an address begins, in any case, newest first', async () => {
    expect(await namesOf('dragon')).toEqual(['dragonX3', 'DRAGON%', 'dragon_2', 'Dragon_1']);
    expect(await namesOf('dragon_')).toEqual(['dragon_2', 'Dragon_1']);
    expect(await namesOf('Dragon%')).toEqual(['DRAGON%']);
    expect(await namesOf('LIZARD@cave.ex')).toEqual(['lizard']);
    expect(await namesOf('izard')).toEqual([]);
    expect(await namesOf('\\')).toEqual([]);
  });

  it('finds by id and shows what staff need to know', async () => {
    const [{ id }] = (await find({ text: 'lizard' })).body.items;
    await call(app, `/users/${id}/block`, { token: support.token, body: { reason: 'Burns things.' } });
    expect((await find({ text: id.toUpperCase() })).body.items).toEqual([
      {
        id,
        username: 'lizard',
        email: 'lizard@cave.example.com',
        role: 'player',
        isGuest: false,
        status: 'blocked',
        createdAt: expect.any(String),
      },
    ]);
    expect((await call(app, `/users/${id}`, { token: support.token })).body.status).toBe('blocked');
  });

  it('goes through all of them page by page', async () => {
    const seen: string[] = [];
    let query: Record<string, string> | null = { limit: '7' };
    while (query !== null) {
      const { items, nextCursor }: UserPage = (await find(query)).body;
      seen.push(...items.map(({ id }) => id));
      query = nextCursor === null ? null : { limit: '7', cursor: nextCursor };
    }
    const all = await app.database.query<{ id: string }>('select id from users order by id desc');
    expect(seen).toEqual(all.map(({ id }) => id));
  });

  it('is for staff', async () => {
    for (const role of ['finance', 'admin'] as const) {
      expect((await find({}, await makeUser(app, { role }))).status).toBe(200);
    }
    for (const role of ['player', 'service'] as const) {
      expect((await find({}, await makeUser(app, { role }))).status).toBe(403);
    }
  });

  it('tells players nothing of their status but by refusing', async () => {
    const player = await makeUser(app);
    expect((await call(app, '/users/me', { token: player.token })).body.status).toBeUndefined();
  });
});
