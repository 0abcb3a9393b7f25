import { once } from 'node:events';
import { get, type IncomingMessage } from 'node:http';
import type { Readable } from 'node:stream';
import { HeldRowsQuery } from '../src/privacy/held-rows.query';
import { ExportsService } from '../src/privacy/exports.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { type KnownPerson, leaveTraces, register, type StaffOfTwo } from './support/known-person';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { openRewards } from './support/rewards';

type Export = Record<string, Record<string, unknown>[]> & { profile: Record<string, unknown> };

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
afterEach(() => jest.restoreAllMocks());

const exportOf = (by: TestUser, id = 'me') => call<Export>(app, `/users/${id}/export`, { token: by.token });

describe('an export', () => {
  let person: KnownPerson;
  let exported: Export;

  beforeAll(async () => {
    person = await register(app);
    await leaveTraces(app, person, staff);
    const answer = await exportOf(person);
    expect(answer.status).toBe(200);
    expect(answer.headers.get('content-type')).toBe('application/json; charset=utf-8');
    expect(answer.headers.get('content-disposition')).toBe(`attachment; filename="florin-${person.id}.json"`);
    exported = answer.body;
  });

  it('holds who they are and everything that is known of them', () => {
    const { id, username, email, userAgent } = person;
    expect(exported.profile).toMatchObject({
      id,
      username,
      email,
      role: 'player',
      status: 'active',
      hasPassword: true,
    });
    expect(exported.sessions).toEqual([
      expect.objectContaining({ userAgent, revokedAt: expect.any(String) }),
      expect.objectContaining({ userAgent, revokedAt: null }),
    ]);
    expect(exported.wallets).toEqual([{ currency: 'COIN', balance: 1_575 }]);
    expect(exported.inventory).toEqual([
      expect.objectContaining({ product: expect.objectContaining({ id: POTION.id }), quantity: 1 }),
    ]);
    const complaint = { reason: `Complaint of ${email}`, ticket: `SUP-${username}` };
    expect(exported.grants).toEqual([
      expect.objectContaining({ status: 'executed', amount: 100, ...complaint }),
      expect.objectContaining({ status: 'rejected', ...complaint, decisionReason: `Not for ${username}, ${email}` }),
      expect.objectContaining({ status: 'pending', ...complaint }),
    ]);
    expect(exported.rewardClaims).toEqual([
      expect.objectContaining({ reason: 'daily_login', totalAmount: 500, totalTimes: 1 }),
    ]);
    expect(exported.idempotencyKeys.filter(({ isBySelf }) => isBySelf).map(({ key }) => key)).toEqual(
      expect.arrayContaining([`funds-for-${email}`, `potion-of-${username}`, `daily-of-${email}`]),
    );
    expect(exported.passwordResets.length).toBeLessThanOrEqual(1);
    expect(exported.auditLog).toEqual([
      expect.objectContaining({ action: 'user.blocked', after: { status: 'blocked', reason: `Insults ${email}` } }),
      expect.objectContaining({ action: 'user.unblocked', after: { status: 'active', reason: `Not ${username}` } }),
      expect.objectContaining({ action: 'grant.executed' }),
      expect.objectContaining({ action: 'grant.requested' }),
      expect.objectContaining({ action: 'grant.rejected' }),
      expect.objectContaining({ action: 'grant.requested' }),
    ]);
  });

  it('holds every transaction and every entry, as the database has them', async () => {
    const rows = await app.database.query<{ id: string; kind: string; created_at: Date }>(
      'select id, kind, created_at from transactions where user_id = $1 order by id',
      [person.id],
    );
    expect(rows.map(({ kind }) => kind)).toEqual(['add_funds', 'purchase', 'earn', 'grant']);
    expect(exported.transactions.map(({ id, kind, createdAt }) => ({ id, kind, createdAt }))).toEqual(
      rows.map(({ id, kind, created_at }) => ({ id, kind, createdAt: created_at.toISOString() })),
    );
    expect(exported.ledger.map(({ seq, amount, balanceAfter }) => [seq, amount, balanceAfter])).toEqual([
      [1, 1_000, 1_000],
      [2, -25, 975],
      [3, 1, 1],
      [4, 500, 1_475],
      [5, 100, 1_575],
    ]);
  });

  it('holds no secret, no hash, and nobody of the staff', async () => {
    const text = JSON.stringify(exported);
    const hashes = await app.database.query<{ hash: string }>(
      `select password_hash as hash from users where id = $1
       union all select encode(token_hash, 'hex') from refresh_tokens
       union all select encode(token_hash, 'base64') from refresh_tokens
       union all select encode(token_hash, 'hex') from password_resets
       union all select details_digest from audit_log`,
      [person.id],
    );
    expect(hashes.length).toBeGreaterThan(5);
    for (const secret of [...hashes.map(({ hash }) => hash), person.refreshToken, staff.support.id, staff.finance.id]) {
      expect(text).not.toContain(secret);
    }
  });

  it('of somebody else is for admins, and the audit log knows; to all others nobody is there', async () => {
    const other = await register(app);
    for (const by of [other, staff.support, staff.finance]) {
      expect(await exportOf(by, person.id)).toMatchObject({ status: 404, body: { code: 'user.not_found' } });
    }
    const { status, body } = await exportOf(admin, person.id);
    expect([status, body.profile.email]).toEqual([200, person.email]);
    const entries = await app.database.query(
      `select actor_id, subject_id from audit_log where action = 'user.exported'`,
    );
    expect(entries).toEqual([{ actor_id: admin.id, subject_id: person.id }]);
    expect((await exportOf(person)).body.auditLog.map(({ action }) => action)).toContain('user.exported');
  });

  it('is refused after ten in an hour', async () => {
    const limited = await startApp({ RATE_LIMIT_SCALE: '1' });
    const player = await makeUser(limited);
    const ask = () => call(limited, '/users/me/export', { token: player.token });
    for (let n = 0; n < 10; n++) expect((await ask()).status).toBe(200);
    expect(await ask()).toMatchObject({ status: 429, body: { code: 'rate_limit.exceeded' } });
    await limited.close();
  });
});

describe('an export of what grows without end', () => {
  const MANY = 2_500;

  it('is read page by page: sessions and grants', async () => {
    const player = await makeUser(app);
    await app.database.query(
      `with many as (select n, gen_random_uuid() as id from generate_series(1, $2::int) n), opened as (
         insert into sessions (id, user_id, user_agent, expires_at, revoked_at)
         select id, $1, 'n' || n, now(), case n % 2 when 0 then now() end from many
       )
       insert into grants (user_id, id, kind, status, currency, product_id, amount, reason, ticket, requested_by,
         requested_at, decided_by, decided_at)
       select $1, id, 'grant', 'rejected', case n % 2 when 0 then 'COIN' end, case n % 2 when 1 then $3::uuid end, n, 'r' || n,
         't' || n, $1, now(), $1, now() from many`,
      [player.id, MANY, POTION.id],
    );
    const pages = jest.spyOn(app.get(HeldRowsQuery), 'pages');
    const { body } = await exportOf(player);
    expect(pages.mock.calls.map(([listing]) => listing)).toEqual(expect.arrayContaining(['sessions', 'grants']));
    const ids = body.sessions.map(({ id }) => id);
    expect([ids.length, new Set(ids).size]).toEqual([MANY, MANY]);
    expect(body.grants.map(({ id }) => id)).toEqual(ids);
    for (const { currency, amount, productId, quantity } of body.grants) {
      const coins = ['COIN', expect.any(Number), null, null];
      const items = [null, null, POTION.id, expect.any(Number)];
      expect([currency, amount, productId, quantity]).toEqual(currency === null ? items : coins);
    }
  });
});

describe('an export of 100,000 entries', () => {
  const ENTRIES = 100_000;
  let player: TestUser;

  beforeAll(async () => {
    player = await makeUser(app);
    await app.database.query(
      `insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
       select $1, n, gen_random_uuid(), 'COIN', 1, n, 'source:top_up', now() from generate_series(1, $2::int) n`,
      [player.id, ENTRIES],
    );
  });

  it('is complete and in order', async () => {
    const { body } = await exportOf(player);
    expect(body.ledger.map(({ seq }) => seq)).toEqual(Array.from({ length: ENTRIES }, (_, n) => n + 1));
  });

  it('is read no further once its reader is gone', async () => {
    const sources: Readable[] = [];
    const exports = app.get(ExportsService);
    const open = exports.open.bind(exports);
    jest.spyOn(exports, 'open').mockImplementation(async (actor, userId) => {
      sources.push(await open(actor, userId));
      return sources[0];
    });
    const pages = jest.spyOn(UnitOfWork.prototype, 'run');
    const request = get(`${app.url}/api/v1/users/me/export`, { headers: { authorization: `Bearer ${player.token}` } });
    const [response] = (await once(request, 'response')) as [IncomingMessage];
    await once(response, 'readable');
    request.destroy();
    await eventually(() => expect(sources[0].destroyed).toBe(true));
    expect(pages.mock.calls.length).toBeLessThan(ENTRIES / 1_000 / 2);
  });
});
