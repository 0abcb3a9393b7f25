import { IN_PROCESS } from '../src/auth/session-caller';
import { SessionsService } from '../src/auth/sessions.service';
import { UsersService } from '../src/users/users.service';
import { type TestApp, startApp } from './support/app';
import { makeUser, type TestUser, times } from './support/players';

let app: TestApp;
let player: TestUser;

beforeAll(async () => {
  app = await startApp();
});
afterAll(() => app.close());
beforeEach(async () => {
  player = await makeUser(app);
});

const begin = async () => {
  const user = await app.get(UsersService).findById(player.id);
  if (user === null) throw new Error('nobody');
  return app.get(SessionsService).start(user, IN_PROCESS);
};
/** The nth was last used n hours ago; ids and beginnings say something else. */
const insert = (count: number) =>
  app.database.query(
    `insert into sessions (id, user_id, user_agent, expires_at, last_used_at, created_at)
     select gen_random_uuid(), $1, 'n' || n, now() + interval '1 day', now() - n * interval '1 hour',
       now() - (200 - n) * interval '1 day'
     from generate_series(1, $2::int) n`,
    [player.id, count],
  );
const live = async () => {
  const rows = await app.database.query<{ name: string | null }>(
    `select user_agent as name from sessions where user_id = $1 and revoked_at is null order by last_used_at`,
    [player.id],
  );
  return rows.map(({ name }) => name);
};

describe('the sessions of a user', () => {
  afterEach(() => app.database.query('delete from sessions where user_id = $1', [player.id]));

  it('are a hundred at most: the one that was not used for longest ends when another begins', async () => {
    await insert(100);
    await begin();
    expect(await live()).toEqual([...times(99, (n) => `n${99 - n}`), null]);
    await begin();
    expect(await live()).toEqual([...times(98, (n) => `n${98 - n}`), null, null]);
    const ended = await app.database.query<{ name: string }>(
      `select user_agent as name from sessions where user_id = $1 and revoked_at <= now() order by revoked_at`,
      [player.id],
    );
    expect(ended.map(({ name }) => name)).toEqual(['n100', 'n99']);
  });

  it('are a hundred when many begin at once, too, and when there were more before', async () => {
    await insert(140);
    await Promise.all(times(20, begin));
    const left = await live();
    expect(left).toEqual([...times(80, (n) => `n${80 - n}`), ...times(20, () => null)]);
  });

  it('that ended count no more, and those of others never did', async () => {
    const other = player;
    await insert(99);
    player = await makeUser(app);
    await begin();
    player = other;
    await app.database.query(`update sessions set expires_at = now() where user_agent in ('n1', 'n2')`);
    await begin();
    await begin();
    await begin();
    expect(await live()).toHaveLength(102);
    await begin();
    expect(await live()).not.toContain('n99');
  });
});
