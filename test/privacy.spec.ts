import { type TestApp, startApp } from './support/app';
import { brokenLaws } from './support/books';
import { grant } from './support/grants';
import { type KnownPerson, leaveTraces, PASSWORD, register, type StaffOfTwo } from './support/known-person';
import { type Answer, buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';
import { openRewards } from './support/rewards';
import { tablesHolding } from './support/search-database';

/** What an erased player is told who still has an access token, and whoever wants to give them something. */
const REFUSED = {
  status: expect.any(Number),
  body: { code: expect.stringMatching(/^(account\.blocked|user\.not_found)$/) },
};
const NOBODY = '019a9f3c-5b7e-7c11-9d2a-3f6f3f1b8a10';

let app: TestApp;
let staff: StaffOfTwo;
let admin: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  await openRewards(app);
  staff = { support: await makeUser(app, { role: 'support' }), finance: await makeUser(app, { role: 'finance' }) };
  admin = await makeUser(app, { role: 'admin' });
});
afterAll(() => app.close());

const refusalOf = ({ status, body }: Answer) => [status, body.code];
const erase = (by: { token: string }, id: string, body: object = {}) =>
  call(app, `/users/${id}`, { method: 'DELETE', token: by.token, body });
const login = (body: object) => call(app, '/auth/login', { body });

/** Where any of these words stands: as text, or as the bytes of it. */
async function placesOf({ username, email, userAgent }: KnownPerson): Promise<Record<string, string[]>> {
  const places: Record<string, string[]> = {};
  for (const word of [username, email, userAgent]) {
    for (const written of [word, Buffer.from(word).toString('hex')]) {
      const tables = await tablesHolding(app.database, written);
      if (tables.length > 0) places[written] = tables;
    }
  }
  return places;
}

const postingsOf = (id: string) =>
  app.database.query(
    `select t.id, t.kind, t.status, t.amount, e.seq, e.currency, e.product_id, e.amount as moved, e.balance_after
     from transactions t left join ledger_entries e on e.user_id = t.user_id and e.transaction_id = t.id
     where t.user_id = $1 order by t.id, e.seq`,
    [id],
  );

const ledgerOf = (id: string) =>
  app.database.query<{ transaction_id: string; counter_account: string }>(
    'select transaction_id, counter_account, amount, balance_after from ledger_entries where user_id = $1 order by seq',
    [id],
  );

async function knownPerson(): Promise<KnownPerson> {
  const person = await register(app);
  await leaveTraces(app, person, staff);
  return person;
}

describe('an erased person', () => {
  let person: KnownPerson;
  let postings: unknown[];

  beforeAll(async () => {
    person = await knownPerson();
    postings = await postingsOf(person.id);
    expect(Object.keys(await placesOf(person))).toEqual([person.username, person.email, person.userAgent]);
    expect((await erase(person, 'me', { password: PASSWORD })).status).toBe(204);
  });

  it('is named nowhere in the database, not in the tables of the jobs either', async () => {
    expect(await placesOf(person)).toEqual({});
  });

  it('leaves every posting under the id, and the books hold', async () => {
    expect(postings.length).toBeGreaterThanOrEqual(5);
    expect(await postingsOf(person.id)).toEqual(postings);
    expect(await brokenLaws(app.database)).toEqual({});
  });

  it('cannot log in, refresh or buy', async () => {
    for (const username of [person.username, `erased-${person.id}`]) {
      const refused = await login({ username, password: PASSWORD });
      expect(refusalOf(refused)).toEqual([401, 'auth.invalid_credentials']);
    }
    const refreshed = await call(app, '/auth/refresh', { body: { refreshToken: person.refreshToken } });
    expect(refusalOf(refreshed)).toEqual([401, 'auth.refresh_token_invalid']);
    expect(await buy(app, person, POTION.id)).toMatchObject(REFUSED);
  });

  it('is missing to other players, and an empty name to staff', async () => {
    const other = await register(app);
    const missing = await call(app, `/users/${NOBODY}`, { token: other.token });
    const instance = `/api/v1/users/${person.id}`;
    expect((await call(app, `/users/${person.id}`, { token: other.token })).body).toEqual({
      ...missing.body,
      instance,
      requestId: expect.any(String),
    });
    for (const { token } of [person, admin]) {
      const exported = await call(app, `/users/${person.id}/export`, { token });
      expect(refusalOf(exported)).toEqual([404, 'user.not_found']);
    }
    const { body } = await call(app, `/users/${person.id}`, { token: admin.token });
    expect(body).toMatchObject({ username: `erased-${person.id}`, email: null, status: 'erased' });
  });

  it('may be erased again, which changes nothing', async () => {
    const entries = () => app.database.query('select id from audit_log where subject_id = $1', [person.id]);
    const before = await entries();
    expect((await erase(admin, person.id, { reason: 'Once more' })).status).toBe(204);
    expect((await erase(person, 'me', { password: PASSWORD })).status).toBe(204);
    expect(await entries()).toEqual(before);
  });

  it('leaves the name and the address to others', async () => {
    const { status } = await call(app, '/auth/register', {
      body: { username: person.username.toUpperCase(), email: person.email, password: PASSWORD },
    });
    expect(status).toBe(201);
  });

  it('does not have done twice what a server had done once', async () => {
    const player = await register(app);
    const pay = (by: TestUser, id: string, key: string) =>
      call(app, `/users/${id}/add-funds`, { body: { amount: 70 }, key, token: by.token });
    expect((await pay(admin, player.id, 'order-1')).status).toBe(201);
    expect((await pay(player, 'me', 'mine-1')).status).toBe(201);
    expect((await erase(admin, player.id, { reason: 'Asked for by mail' })).status).toBe(204);
    const kept = await ledgerOf(player.id);
    const replay = await pay(admin, player.id, 'order-1');
    expect([replay.status, replay.text, replay.headers.get('idempotent-replayed')]).toEqual([201, '{}', 'true']);
    expect(await pay(admin, player.id, 'order-2')).toMatchObject(REFUSED);
    expect(await pay(player, 'me', 'mine-1')).toMatchObject(REFUSED);
    expect(await ledgerOf(player.id)).toEqual(kept);
  });
});

describe('erasing', () => {
  it('takes the password of those who erase themselves; without it nothing changes', async () => {
    const person = await knownPerson();
    const before = await placesOf(person);
    for (const [body, status, code] of [
      [{}, 400, 'request.invalid'],
      [{ reason: 'I want to' }, 400, 'request.invalid'],
      [{ deviceId: 'a secret of sixteen characters' }, 400, 'request.invalid'],
      [{ password: 'correct horse' }, 401, 'auth.invalid_credentials'],
      [{ password: 7 }, 400, 'request.invalid'],
    ] as const) {
      expect(refusalOf(await erase(person, person.id, body))).toEqual([status, code]);
    }
    expect(await placesOf(person)).toEqual(before);
    expect((await login({ email: person.email, password: PASSWORD })).status).toBe(200);
  });

  it('is for admins where it is somebody else: to all others nobody is there', async () => {
    const person = await register(app);
    const other = await register(app);
    const missing = await erase(other, NOBODY, { password: PASSWORD, reason: 'To see' });
    expect(refusalOf(missing)).toEqual([404, 'user.not_found']);
    for (const by of [other, staff.support, staff.finance]) {
      const answer = await erase(by, person.id, { password: PASSWORD, reason: 'To see' });
      expect(answer.body).toEqual({
        ...missing.body,
        instance: `/api/v1/users/${person.id}`,
        requestId: expect.any(String),
      });
    }
    expect(refusalOf(await erase(admin, NOBODY, { reason: 'To see' }))).toEqual([404, 'user.not_found']);
    expect((await call(app, '/users/me', { token: person.token })).status).toBe(200);
  });

  it('takes a reason of an admin, which is kept without what it must not keep', async () => {
    const person = await knownPerson();
    expect(refusalOf(await erase(admin, person.id))).toEqual([400, 'request.invalid']);
    const reason = `Letter of ${person.email.toUpperCase()} (player ${person.username})`;
    expect((await erase(admin, person.id, { reason })).status).toBe(204);
    expect(await placesOf({ ...person, email: person.email.toUpperCase() })).toEqual({});
    const { body } = await call<{ items: object[] }>(app, `/admin/audit-log?subjectId=${person.id}`, {
      token: admin.token,
    });
    const [erasure, ...earlier] = body.items;
    expect(erasure).toMatchObject({
      action: 'user.erased',
      actorId: admin.id,
      actorRole: 'admin',
      before: null,
      after: { reason: 'Letter of [erased] (player [erased])' },
    });
    expect(earlier.length).toBeGreaterThanOrEqual(4);
    for (const entry of earlier) expect(entry).toMatchObject({ before: null, after: null });
  });

  it('leaves one admin, also when all erase themselves at once', async () => {
    const only = await makeUser(app, { role: 'admin' });
    await app.database.query(`update users set role = 'player' where role = 'admin' and id <> $1`, [only.id]);
    const admins = [only, ...(await Promise.all(times(4, () => makeUser(app, { role: 'admin' }))))];
    const answers = await Promise.all(admins.map((each) => erase(each, 'me')));
    expect(answers.map(({ status }) => status).toSorted((a, b) => a - b)).toEqual([204, 204, 204, 204, 409]);
    const refused = admins[answers.findIndex(({ status }) => status === 409)];
    expect(refusalOf(await erase(refused, 'me'))).toEqual([409, 'user.last_admin']);
    await app.database.query(`update users set role = 'admin' where id = $1`, [admin.id]);
    expect((await erase(refused, 'me')).status).toBe(204);
  });

  it('is not for an admin who is one no more, whatever the token says', async () => {
    const [left, demoted] = [await makeUser(app, { role: 'admin' }), await makeUser(app, { role: 'admin' })];
    const person = await register(app);
    expect((await erase(left, 'me')).status).toBe(204);
    await app.database.query(`update users set role = 'support' where id = $1`, [demoted.id]);
    for (const by of [left, demoted]) {
      expect(refusalOf(await erase(by, person.id, { reason: 'Out of spite' }))).toEqual([401, 'auth.unauthorized']);
    }
    expect((await login({ email: person.email, password: PASSWORD })).status).toBe(200);
  });

  it.each([0, 5, 10, 20])('comes between two purchases, never in the middle of one (after %i of 20)', async (after) => {
    const buyer = await makeUser(app, { coins: 100_000 });
    const purchase = (n: number) => buy(app, buyer, POTION.id, { key: `bought-${n}` });
    const before = times(after, purchase);
    const erasure = erase(buyer, 'me');
    const bought = await Promise.all([...before, ...times(20 - after, (n) => purchase(after + n))]);
    expect((await erasure).status).toBe(204);
    const isDone = ({ status }: { status: number }) => status === 201;
    for (const answer of bought.filter((each) => !isDone(each))) expect(answer).toMatchObject(REFUSED);
    const purchases = (await ledgerOf(buyer.id)).filter((entry) => entry.counter_account === 'source:purchase');
    expect(purchases.map(({ transaction_id }) => transaction_id).sort()).toEqual(
      bought
        .filter(isDone)
        .map(({ body }) => body.transaction.id)
        .sort(),
    );
    expect(await buy(app, buyer, POTION.id)).toMatchObject(REFUSED);
    expect(await brokenLaws(app.database)).toEqual({});
  });

  it('forgets what is written and who logs in at the same moment', async () => {
    const person = await register(app);
    const { email, username, userAgent } = person;
    const words = { currency: 'COIN', amount: 1, reason: `For ${email}`, ticket: username };
    const headers = { 'user-agent': userAgent };
    const grants = times(10, () => grant(app, staff.support, person, words));
    const logins = times(10, () => call(app, '/auth/login', { body: { username, password: PASSWORD }, headers }));
    const erasure = erase(admin, person.id, { reason: 'Asked for by mail' });
    const refreshes = times(5, () =>
      call(app, '/auth/refresh', { body: { refreshToken: person.refreshToken }, headers }),
    );
    await Promise.all([...grants, ...logins, ...refreshes]);
    expect((await erasure).status).toBe(204);
    expect(await placesOf(person)).toEqual({});
    expect(await brokenLaws(app.database)).toEqual({});
  });

  it('is done once, by whomever, when many ask for it at once', async () => {
    const person = await register(app);
    const answers = await Promise.all(
      times(10, (n) =>
        n % 2 === 0
          ? erase(admin, person.id, { reason: 'Asked for by mail' })
          : erase(person, 'me', { password: PASSWORD }),
      ),
    );
    expect(new Set(answers.map(({ status }) => status)).size).toBeLessThanOrEqual(2);
    for (const { status } of answers) expect([204, 401]).toContain(status);
    const entries = await app.database.query(`select 1 from audit_log where subject_id = $1`, [person.id]);
    expect(entries).toHaveLength(1);
  });
});
