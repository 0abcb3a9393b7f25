import { getQueueToken } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Queue } from 'bullmq';
import { PasswordResetMailsService } from '../src/auth/password-reset-mails.service';
import { PASSWORD_RESETS_QUEUE } from '../src/auth/password-resets.queue';
import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { type Answer, call, makeUser, times } from './support/players';
import { describeWithRedis, startRedis, type TestRedis } from './support/redis';
import { tablesHolding } from './support/search-database';
import { type SmtpServer, startSmtpServer } from './support/smtp-server';

const PASSWORD = 'correct horse battery';
const NEW_PASSWORD = 'a quite different one';
const LINK = /^https:\/\/play\.example\/shop\/password-reset#token=(flp_[\w-]{43})$/m;

interface Person {
  id: string;
  username: string;
  email: string;
  refreshToken: string;
}

let smtp: SmtpServer;
let names = 0;

beforeAll(async () => {
  smtp = await startSmtpServer();
});
afterAll(() => smtp.close());

/** With a mail server, and pages at an address of their own. */
const start = (env: Record<string, string> = {}) =>
  startApp({
    SMTP_URL: smtp.url,
    MAIL_FROM: 'Game <no-reply@game.example>',
    PUBLIC_URL: 'https://play.example/shop/',
    ...env,
  });

const refusalOf = ({ status, body }: Answer<{ code: string }>) => [status, body.code];
const post = (app: TestApp, path: string, body: object) =>
  call<{ code: string; refreshToken: string; user: { id: string } }>(app, `/auth/${path}`, { body });
const ask = (app: TestApp, email: string) => post(app, 'password-reset', { email });
const confirm = (app: TestApp, token: string, newPassword = NEW_PASSWORD) =>
  post(app, 'password-reset/confirm', { token, newPassword });
const login = (app: TestApp, { username }: Person, password: string) => post(app, 'login', { username, password });

async function register(app: TestApp): Promise<Person> {
  const username = `forgetful-${++names}`;
  const email = `${username}@example.com`;
  const { body } = await post(app, 'register', { username, email, password: PASSWORD });
  return { id: body.user.id, username, email, refreshToken: body.refreshToken };
}

const mailsTo = (email: string) => smtp.received.filter(({ to }) => to === email);
const tokenOf = (text: string) => LINK.exec(text)?.[1] ?? '';

/** The token of the mail that comes because it was asked for. */
async function mailedToken(app: TestApp, { email }: Person): Promise<string> {
  expect((await ask(app, email)).status).toBe(202);
  await eventually(() => expect(mailsTo(email)).toHaveLength(1));
  return tokenOf(mailsTo(email)[0].text);
}

/** As the job does it, without the pause between two mails to one address. */
async function anotherToken(app: TestApp, { id, email }: Person): Promise<string> {
  const before = mailsTo(email).length;
  await app.get(PasswordResetMailsService).send(id);
  return tokenOf(mailsTo(email)[before].text);
}

function givesNewPasswords(environment: () => Record<string, string>): () => TestApp {
  let app: TestApp;
  beforeAll(async () => {
    app = await start(environment());
  });
  afterAll(() => app.close());

  it('comes by mail, gives a new password once, and ends all sessions', async () => {
    const person = await register(app);
    const token = await mailedToken(app, person);
    const [{ from, headers, text }] = mailsTo(person.email);
    expect(from).toBe('no-reply@game.example');
    expect(headers).toMatch(/^Subject: Choose a new password$/m);
    expect(text).toContain(person.username);
    expect((await confirm(app, token)).status).toBe(204);
    expect(refusalOf(await login(app, person, PASSWORD))).toEqual([401, 'auth.invalid_credentials']);
    expect((await login(app, person, NEW_PASSWORD)).status).toBe(200);
    const refreshed = await post(app, 'refresh', { refreshToken: person.refreshToken });
    expect(refusalOf(refreshed)).toEqual([401, 'auth.refresh_token_invalid']);
    expect(refusalOf(await confirm(app, token, PASSWORD))).toEqual([422, 'auth.reset_token_invalid']);
    expect((await login(app, person, NEW_PASSWORD)).status).toBe(200);
  });

  it('is mailed when the mail server takes it at the second attempt, and no job tells whose it was', async () => {
    const person = await register(app);
    smtp.refusals.push('451 4.7.1 <%s> come back later');
    const warn = jest.spyOn(Logger.prototype, 'warn').mockImplementation();
    expect((await ask(app, person.email)).status).toBe(202);
    const queue = app.app.get<Queue>(getQueueToken(PASSWORD_RESETS_QUEUE), { strict: false });
    await eventually(async () => {
      const [job] = await queue.getJobs(['delayed']);
      expect(job.failedReason).toBe('The mail server did not take a mail (EENVELOPE, 451).');
      expect(JSON.stringify(job)).not.toContain(person.email);
      expect(job.opts).toMatchObject({ attempts: 10, backoff: { type: 'exponential', delay: 2_000 } });
      expect(job.data).toEqual({ userId: person.id });
    });
    await eventually(() => expect(mailsTo(person.email)).toHaveLength(1));
    expect((await confirm(app, tokenOf(mailsTo(person.email)[0].text))).status).toBe(204);
    const warnings = warn.mock.calls.map((words) => words.map(String).join(' '));
    warn.mockRestore();
    expect(warnings).toEqual([expect.stringMatching(/EENVELOPE, 451.*not mailed \(attempt 1 of 10\)/)]);
    expect(warnings.join()).not.toContain(person.email);
  });

  it('is mailed once in five minutes, however often it is asked for', async () => {
    const [person, last] = [await register(app), await register(app)];
    const answers = await Promise.all(times(10, () => ask(app, person.email)));
    expect(answers.map(({ status }) => status)).toEqual(Array<number>(10).fill(202));
    await mailedToken(app, last);
    expect(mailsTo(person.email)).toHaveLength(1);
  });

  return () => app;
}

describe('a link for a new password', () => {
  givesNewPasswords(() => ({}));
});

describeWithRedis('a link for a new password, with jobs on Redis', () => {
  let redis: TestRedis;
  beforeAll(async () => {
    redis = await startRedis();
  });
  const app = givesNewPasswords(() => ({ REDIS_URL: redis.url }));
  afterAll(() => redis.remove());

  it('is not promised when nobody takes the job', async () => {
    const person = await register(app());
    await redis.kill();
    expect(refusalOf(await ask(app(), person.email))).toEqual([503, 'service.unavailable']);
    await redis.start();
    await eventually(async () => expect((await ask(app(), person.email)).status).toBe(202));
    await eventually(() => expect(mailsTo(person.email)).toHaveLength(1));
  });
});

describe('the token of such a link', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await start();
  });
  afterAll(() => app.close());

  it('is in no table, nor is the address in any but one', async () => {
    const person = await register(app);
    const token = await mailedToken(app, person);
    expect(token).toMatch(/^flp_/);
    for (const secret of [token, token.slice(4), Buffer.from(token).toString('hex')]) {
      expect(await tablesHolding(app.database, secret)).toEqual([]);
    }
    expect(await tablesHolding(app.database, person.email)).toEqual(['public.users']);
  });

  it('is the last one alone', async () => {
    const person = await register(app);
    const first = await anotherToken(app, person);
    const second = await anotherToken(app, person);
    expect(refusalOf(await confirm(app, first))).toEqual([422, 'auth.reset_token_invalid']);
    expect((await confirm(app, second)).status).toBe(204);
  });

  it('holds for an hour', async () => {
    const person = await register(app);
    const token = await anotherToken(app, person);
    const [{ seconds }] = await app.database.query<{ seconds: number }>(
      'select extract(epoch from expires_at - now())::float as seconds from password_resets where user_id = $1',
      [person.id],
    );
    expect(seconds).toBeGreaterThan(3_590);
    expect(seconds).toBeLessThanOrEqual(3_600);
    await app.database.query('update password_resets set expires_at = now() where user_id = $1', [person.id]);
    expect(refusalOf(await confirm(app, token))).toEqual([422, 'auth.reset_token_invalid']);
    expect((await login(app, person, PASSWORD)).status).toBe(200);
  });

  it('gives one of twenty the password that they want', async () => {
    const person = await register(app);
    const token = await anotherToken(app, person);
    const answers = await Promise.all(times(20, (n) => confirm(app, token, `the wish of number ${n}`)));
    const winners = answers.flatMap(({ status }, n) => (status === 204 ? [n] : []));
    expect(winners).toHaveLength(1);
    expect((await login(app, person, `the wish of number ${winners[0]}`)).status).toBe(200);
  });

  it('is worth nothing once the password was changed in another way', async () => {
    const person = await register(app);
    const token = await anotherToken(app, person);
    const { body } = await post(app, 'login', { username: person.username, password: PASSWORD });
    await call(app, '/auth/password', {
      body: { currentPassword: PASSWORD, newPassword: NEW_PASSWORD },
      token: (body as unknown as { accessToken: string }).accessToken,
    });
    expect(refusalOf(await confirm(app, token, 'the wish of a thief'))).toEqual([422, 'auth.reset_token_invalid']);
  });

  it('survives a password that everybody knows', async () => {
    const person = await register(app);
    const token = await anotherToken(app, person);
    for (const name of [person.username, person.email.toUpperCase(), 'short']) {
      expect(refusalOf(await confirm(app, token, name))).toEqual([400, 'request.invalid']);
    }
    expect((await confirm(app, token)).status).toBe(204);
  });

  it.each(['flp_', '', 'nonsense', `flp_${'x'.repeat(43)}`])('is not %j', async (token) => {
    expect(refusalOf(await confirm(app, token))).toEqual([422, 'auth.reset_token_invalid']);
  });

  it('is of no use to those who are blocked, and not mailed to them', async () => {
    const person = await register(app);
    const token = await anotherToken(app, person);
    await app.database.query(`update accounts set status = 'blocked' where user_id = $1`, [person.id]);
    expect(refusalOf(await confirm(app, token))).toEqual([403, 'account.blocked']);
    await app.get(PasswordResetMailsService).send(person.id);
    expect(mailsTo(person.email)).toHaveLength(1);
  });
});

describe('asking for a link', () => {
  let app: TestApp;
  beforeAll(async () => {
    app = await start({ RATE_LIMIT_SCALE: '1', TRUSTED_PROXIES: '127.0.0.1' });
  });
  afterAll(() => app.close());

  const askFrom = (address: string, email: string) =>
    call<{ code: string }>(app, '/auth/password-reset', { body: { email }, headers: { 'x-forwarded-for': address } });

  it('tells nobody whose address is known', async () => {
    const known = await register(app);
    const { id } = await makeUser(app);
    await app.database.query('update users set email = null where id = $1', [id]);
    const answers = [
      await askFrom('203.0.113.1', 'nobody@example.com'),
      await askFrom('203.0.113.1', known.email.toUpperCase()),
    ];
    await eventually(() => expect(mailsTo(known.email)).toHaveLength(1));
    expect(new Set(answers.map(({ status, text }) => `${status} ${text}`)).size).toBe(1);
    expect(answers[0].status).toBe(202);
    await app.get(PasswordResetMailsService).send(id);
    expect(smtp.received.filter(({ to }) => !to.startsWith('forgetful-'))).toEqual([]);
  });

  it('can be done three times an hour for one address, and twenty times in all, from one place', async () => {
    const statuses = async (count: number, place: string, email: (n: number) => string) => {
      const all: number[] = [];
      for (let n = 0; n < count; n++) all.push((await askFrom(place, email(n))).status);
      return all;
    };
    expect(await statuses(4, '203.0.113.2', () => 'one@example.com')).toEqual([202, 202, 202, 429]);
    expect(await statuses(1, '203.0.113.3', () => 'ONE@example.com')).toEqual([202]);
    const many = await statuses(21, '203.0.113.4', (n) => `many-${n}@example.com`);
    expect(many).toEqual([...Array<number>(20).fill(202), 429]);
  });

  it.each([
    {},
    { email: 'player' },
    { email: null },
    { email: ['a@example.com'] },
    { email: 'a@example.com', token: '' },
  ])('refuses %j', async (body) =>
    expect(refusalOf(await post(app, 'password-reset', body))).toEqual([400, 'request.invalid']),
  );
});

describe('in production without a mail server', () => {
  it('promises no mail', async () => {
    const secret = 'kR7vQ2mX9cLpW4zT8bNfY6hJ3gD5sA1u';
    const secrets = { NODE_ENV: 'production', JWT_SECRET: secret, SEAL_KEY: `${secret}2`, DEMO: 'false' };
    const app = await startApp(secrets);
    for (const email of ['nobody@example.com', (await register(app)).email]) {
      expect(refusalOf(await ask(app, email))).toEqual([503, 'mail.not_configured']);
    }
    await app.close();
  });
});
