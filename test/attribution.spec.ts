import { ClickRetention } from '../src/attribution/click-retention';
import { startApp, type TestApp } from './support/app';
import { clickOn, comeBy, follow, IPHONE, joined, type Tracked } from './support/clicks';
import { call, makeUser } from './support/players';

const DAY_MS = 86_400_000;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ TRACK_REDIRECTS: 'https://game.example,http://localhost:8080' });
});
afterAll(() => app.close());

interface Row {
  campaign: string;
  media_source: string | null;
  character: string | null;
  params: Record<string, string> | null;
  address_hash: Buffer | null;
}

const clicks = () => app.database.query<Row>('select * from track_clicks order by id');
const lastClick = async () => (await clicks()).at(-1)!;
const installOf = async (userId: string) =>
  (await app.database.query<{ campaign: string }>('select campaign from installs where user_id = $1', [userId])).map(
    ({ campaign }) => campaign,
  );

describe('GET /track', () => {
  it('records what the link says, and answers with a signed id', async () => {
    const { status, body } = await follow(
      app,
      'character=Ayla&campaign=Spring%20Sale&pid=facebook_int&af_sub1=a&deep_link_sub10=b&gclid=x',
    );
    expect(status).toBe(200);
    expect(body).toEqual({ ok: true, clickId: expect.stringMatching(/^[0-9a-f]{32}\.[\w-]{22}$/), logged: true });
    expect(await lastClick()).toMatchObject({
      campaign: 'SPRING SALE',
      media_source: 'facebook_int',
      character: 'Ayla',
      params: { af_sub1: 'a', deep_link_sub10: 'b' },
    });
  });

  it.each([
    ['c=other&campaign=this', 'THIS'],
    ['c=Other', 'OTHER'],
    ['campaign=%20%20&c=x', 'X'],
    ['campaign=a&campaign=b', 'A'],
    ['', '(NONE)'],
    [`campaign=${'ß'.repeat(90)}`, 'S'.repeat(100)],
    ['campaign=a%0Ab%E2%80%AEc', 'A B C'],
  ])('takes the campaign of %s', async (query, campaign) => {
    expect((await follow(app, query)).status).toBe(200);
    expect((await lastClick()).campaign).toBe(campaign);
  });

  it('bounds what it keeps', async () => {
    await follow(app, `character=${'x'.repeat(3_000)}&af_sub2=${'y'.repeat(3_000)}&deep_link_value[a]=b`);
    const { character, params } = await lastClick();
    expect(character).toHaveLength(100);
    expect(params).toEqual({ af_sub2: 'y'.repeat(200) });
  });

  it('answers at its old place, to browsers as well', async () => {
    const { body } = await call<Tracked>(app, '//track?character=a&campaign=old', {
      headers: { 'user-agent': IPHONE, accept: 'text/html,*/*' },
    });
    expect(body.logged).toBe(true);
  });

  it.each([
    ['a robot', { 'user-agent': 'Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)' }],
    ['a preview of a link', { 'user-agent': 'facebookexternalhit/1.1' }],
    ['a browser that looks ahead', { 'user-agent': IPHONE, 'sec-purpose': 'prefetch;prerender' }],
  ])('sets %s aside', async (_, headers) => {
    const before = (await clicks()).length;
    const { status, body } = await call(app, '/track?campaign=robots', { headers });
    expect(status).toBe(200);
    expect(body).toEqual({ ok: true, clickId: null, logged: false });
    expect(await clicks()).toHaveLength(before);
  });

  it('is not asked by whoever asks whether it is there', async () => {
    const before = (await clicks()).length;
    const answer = await fetch(`${app.url}/track?c=head`, { method: 'HEAD', headers: { 'user-agent': IPHONE } });
    expect(answer.status).toBe(200);
    expect(await clicks()).toHaveLength(before);
  });

  it('knows an address by a hash alone, whose salt is thrown away', async () => {
    await follow(app, 'campaign=a');
    await follow(app, 'campaign=b');
    const [one, other] = (await clicks()).slice(-2);
    expect(one.address_hash).toEqual(other.address_hash);
    expect(one.address_hash).toHaveLength(16);
    expect(await app.database.query('select from click_salts')).toHaveLength(1);
    await app.get(ClickRetention).forget(Date.now() + 2 * DAY_MS);
    expect(await app.database.query('select from click_salts')).toEqual([]);
  });

  it('is limited by address', async () => {
    const limited = await startApp({ RATE_LIMIT_SCALE: '0.02' });
    try {
      const statuses = [];
      for (let n = 0; n < 4; n++) statuses.push((await follow(limited, 'c=x')).status);
      expect(statuses).toEqual([200, 200, 429, 429]);
    } finally {
      await limited.close();
    }
  });

  describe('in a flood of names', () => {
    const today = () => new Date().toISOString().slice(0, 10);
    const campaignOf = async (query: string) => {
      expect((await follow(app, query)).body.logged).toBe(true);
      return (await lastClick()).campaign;
    };
    const fill = (count: number, addressHash: Buffer | null) =>
      app.database.query(
        `insert into click_campaigns select $1::date, 'FLOOD ' || n, $2 from generate_series(1, $3::int) n`,
        [today(), addressHash, count],
      );
    beforeEach(() => app.database.query('delete from click_campaigns'));

    it('names a thousand campaigns a day, and counts the others together', async () => {
      await fill(998, null);
      expect(await campaignOf('c=first')).toBe('FIRST');
      expect(await campaignOf('c=flood%2042')).toBe('FLOOD 42');
      expect(await campaignOf('c=last')).toBe('LAST');
      expect(await campaignOf('c=beyond&af_sub1=a')).toBe('(OTHER)');
      expect((await lastClick()).params).toEqual({ campaign: 'BEYOND', af_sub1: 'a' });
      expect(await campaignOf('c=first')).toBe('FIRST');
      expect(await campaignOf('')).toBe('(NONE)');
      expect(await app.database.query('select from click_campaigns')).toHaveLength(1_000);
    });

    it('takes fifty new names from one address, so that no one of them uses up the day', async () => {
      await follow(app, 'c=mine');
      await fill(48, (await lastClick()).address_hash);
      expect(await campaignOf('c=fiftieth')).toBe('FIFTIETH');
      expect(await campaignOf('c=one%20more')).toBe('(OTHER)');
      await app.database.query(`insert into click_campaigns values ($1, 'OF ANOTHER', null)`, [today()]);
      expect(await campaignOf('c=of%20another')).toBe('OF ANOTHER');
    });

    it('always names what has cost something in the last month', async () => {
      await fill(1_000, null);
      const costs = (campaign: string, daysAgo: number) =>
        app.database.query(`insert into campaign_costs values ($1, $2, 'USD', 1)`, [
          new Date(Date.now() - daysAgo * DAY_MS).toISOString().slice(0, 10),
          campaign,
        ]);
      await costs('PAID FOR', 31);
      await costs('LONG OVER', 32);
      expect(await campaignOf('c=paid%20for')).toBe('PAID FOR');
      expect(await campaignOf('c=long%20over')).toBe('(OTHER)');
    });

    it('forgets the names of a day, and who brought them, with its salt', async () => {
      await follow(app, 'c=x');
      await app.get(ClickRetention).forget();
      expect(await app.database.query('select from click_campaigns')).toHaveLength(1);
      await app.get(ClickRetention).forget(Date.now() + 2 * DAY_MS);
      expect(await app.database.query('select from click_campaigns')).toEqual([]);
    });
  });

  describe('with a redirect', () => {
    const to = (redirect: string) =>
      fetch(`${app.url}/track?c=x&redirect=${encodeURIComponent(redirect)}`, {
        redirect: 'manual',
        headers: { 'user-agent': IPHONE, accept: 'text/html' },
      });

    it.each(['https://game.example/play?a=1#x', 'http://localhost:8080', 'https://GAME.example:443/'])(
      'sends a browser to %s, with the id of the click',
      async (redirect) => {
        const answer = await to(redirect);
        expect(answer.status).toBe(302);
        const location = new URL(answer.headers.get('location')!);
        expect(location.searchParams.get('clickId')).toMatch(/^[0-9a-f]{32}\./);
        location.searchParams.delete('clickId');
        expect(location.href).toBe(new URL(redirect).href);
        expect(await answer.text()).toBe('');
      },
    );

    it.each([
      'https://evil.example/',
      'https://game.example.evil.example/',
      'https://game.example@evil.example/',
      'https://user:pass@game.example/',
      'https://game.example:444/',
      'http://game.example/',
      '//evil.example',
      '/play',
      'https:\\\\evil.example',
      'https://evil.example\\@game.example/',
      'javascript:alert(1)//https://game.example',
      'data:text/html,x',
      '',
      ' https://evil.example',
      `https://game.example/${'x'.repeat(2_000)}`,
    ])('sends nobody to %s', async (redirect) => {
      const before = (await clicks()).length;
      const answer = await to(redirect);
      expect(answer.status).toBe(400);
      expect(answer.headers.get('location')).toBeNull();
      expect(await clicks()).toHaveLength(before);
    });
  });
});

describe('a click', () => {
  it('is joined to the guest, the new player or the one who logs in that it brought', async () => {
    const guest = await comeBy(app, await clickOn(app, 'c=guests'));
    const account = { username: 'brought.by.click', email: 'brought@example.com', password: 'correct horse battery' };
    const { body } = await call<{ user: { id: string } }>(app, '/auth/register', {
      body: { ...account, clickId: await clickOn(app, 'c=registered') },
    });
    const other = { username: 'back.by.click', email: 'back@example.com', password: 'correct horse battery' };
    const back = await call<{ user: { id: string } }>(app, '/auth/register', { body: other });
    const login = { username: other.username, password: other.password, clickId: await clickOn(app, 'c=back') };
    expect((await call(app, '/auth/login', { body: login })).status).toBe(200);
    await joined(app);
    expect(await installOf(guest.id)).toEqual(['GUESTS']);
    expect(await installOf(body.user.id)).toEqual(['REGISTERED']);
    expect(await installOf(back.body.user.id)).toEqual(['BACK']);
  });

  it('brings one player', async () => {
    const clickId = await clickOn(app, 'c=one');
    const first = await comeBy(app, clickId);
    const thief = await comeBy(app, clickId);
    await joined(app);
    expect(await installOf(first.id)).toEqual(['ONE']);
    expect(await installOf(thief.id)).toEqual([]);
  });

  it('brings nobody when it is too old', async () => {
    const [old, young] = [await clickOn(app, 'c=old'), await clickOn(app, 'c=young')];
    const age = (campaign: string, ms: number) =>
      app.database.query('update track_clicks set clicked_at = $2 where campaign = $1', [
        campaign,
        new Date(Date.now() - ms),
      ]);
    await age('OLD', 7 * DAY_MS + 60_000);
    await age('YOUNG', 7 * DAY_MS - 600_000);
    const [late, early] = [await comeBy(app, old), await comeBy(app, young)];
    await joined(app);
    expect(await installOf(late.id)).toEqual([]);
    expect(await installOf(early.id)).toEqual(['YOUNG']);
  });

  it.each([
    ['made up', `${'0'.repeat(32)}.${'A'.repeat(22)}`],
    ['of another form', 'x'],
  ])('that is %s keeps nobody out, and brings nobody', async (_, clickId) => {
    const player = await comeBy(app, clickId);
    await joined(app);
    expect(player.token).toEqual(expect.any(String));
    expect(await installOf(player.id)).toEqual([]);
  });

  it('whose signature was altered brings nobody', async () => {
    const clickId = await clickOn(app, 'c=altered');
    const player = await comeBy(
      app,
      clickId.replace(/^./, (first) => (first === 'f' ? 'e' : 'f')),
    );
    await joined(app);
    expect(await installOf(player.id)).toEqual([]);
  });

  it('is a field of the body like others: a number is refused', async () => {
    const body = { deviceId: 'a device of some length', clickId: 7 };
    expect((await call(app, '/auth/guest', { body })).status).toBe(400);
  });

  it('loses what it said of a player who is erased; which campaign it was of stays', async () => {
    const player = await comeBy(app, await clickOn(app, 'c=erased&character=Ayla&af_sub1=them'));
    await joined(app);
    const exported = await call<{ installs: object[] }>(app, '/users/me/export', { token: player.token });
    expect(exported.body.installs).toMatchObject([
      { campaign: 'ERASED', character: 'Ayla', parameters: { af_sub1: 'them' } },
    ]);
    const { token } = await makeUser(app, { role: 'admin' });
    const erase = { method: 'DELETE', body: { reason: 'Asked for by mail' }, token };
    expect((await call(app, `/users/${player.id}`, erase)).status).toBe(204);
    const named = `select address_hash from click_campaigns where campaign = 'ERASED'`;
    expect(await app.database.query(named)).toEqual([{ address_hash: null }]);
    expect((await clicks()).find(({ campaign }) => campaign === 'ERASED')).toMatchObject({
      character: null,
      params: null,
      address_hash: null,
    });
    expect(await installOf(player.id)).toEqual(['ERASED']);
  });
});
