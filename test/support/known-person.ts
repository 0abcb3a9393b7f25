import { randomUUID } from 'node:crypto';
import { NotificationsService } from '../../src/payments/notifications.service';
import { PaymentsService } from '../../src/payments/payments.service';
import type { TestApp } from './app';
import { IPHONE } from './clicks';
import { eventually } from './eventually';
import { grant, reject } from './grants';
import { placeOrder } from './orders';
import { buy, call, POTION, type TestUser } from './players';
import { earn } from './rewards';

export const PASSWORD = 'correct horse battery';

/** Somebody of whom much is known, by words that nothing else in the database holds. */
export interface KnownPerson extends TestUser {
  username: string;
  email: string;
  userAgent: string;
  refreshToken: string;
}

export interface StaffOfTwo {
  support: TestUser;
  finance: TestUser;
}

const unique = (word: string) => `${word}${randomUUID().replaceAll('-', '').slice(0, 16)}`;

export async function register(app: TestApp, username = unique('known.')): Promise<KnownPerson> {
  const [email, userAgent] = [`${unique('address.')}@example.com`, unique('Browser/')];
  const { body } = await call<{ accessToken: string; refreshToken: string; user: { id: string } }>(
    app,
    '/auth/register',
    { body: { username, email, password: PASSWORD }, headers: { 'user-agent': userAgent } },
  );
  const { accessToken: token, refreshToken, user } = body;
  return { id: user.id, token, refreshToken, username, email, userAgent };
}

/** Leaves traces of a person wherever there is room for some: what they did, and what staff wrote about them. */
export async function leaveTraces(app: TestApp, person: KnownPerson, { support, finance }: StaffOfTwo): Promise<void> {
  const { id, username, email, userAgent } = person;
  const words = { reason: `Complaint of ${email}`, ticket: `SUP-${username}` };
  await must(call(app, `/users/${id}/block`, { body: { reason: `Insults ${email}` }, token: support.token }));
  await must(call(app, `/users/${id}/unblock`, { body: { reason: `Not ${username}` }, token: support.token }));
  const link = `/track?campaign=spring&character=${username}&af_sub1=${username}`;
  const { clickId } = (await must(call<{ clickId: string }>(app, link, { headers: { 'user-agent': IPHONE } }))).body;
  const login = { body: { email, password: PASSWORD, clickId }, headers: { 'user-agent': userAgent } };
  const { refreshToken } = (await must(call<{ refreshToken: string }>(app, '/auth/login', login))).body;
  const refresh = { body: { refreshToken } };
  person.refreshToken = (await must(call<{ refreshToken: string }>(app, '/auth/refresh', refresh))).body.refreshToken;
  await must(call(app, '/auth/password-reset', { body: { email } }));
  await eventually(async () => {
    expect(await app.database.query('select from installs where user_id = $1', [id])).toHaveLength(1);
  });
  await must(
    call(app, '/users/me/add-funds', { body: { amount: 1_000 }, key: `funds-for-${email}`, token: person.token }),
  );
  await must(buy(app, person, POTION.id, { key: `potion-of-${username}` }));
  await must(earn(app, person, { reason: 'daily_login' }, `daily-of-${email}`));
  await must(grant(app, support, person, { currency: 'COIN', amount: 100, ...words }, { key: randomUUID() }));
  const { body } = await must(grant(app, support, person, { currency: 'COIN', amount: 9_999, ...words }));
  await must(reject(app, finance, body.grant.id, `Not for ${username}, ${email}`));
  await must(grant(app, support, person, { currency: 'COIN', amount: 9_998, ...words }));
  await beginToPay(app, person);
  await must(call(app, '/cart/items', { body: { productId: POTION.id }, token: person.token }));
  const event = { eventType: 'profile_shown', meta: { name: username, mail: email }, clientEventId: email };
  await must(call(app, '/events', { body: event, token: person.token }));
}

/** With all that a provider may write about somebody. */
async function beginToPay(app: TestApp, person: KnownPerson): Promise<void> {
  const order = await placeOrder(app, person, [{ productId: POTION.id, unitPrice: 199 }], {
    returnUrl: `https://shop.example/of/${person.username}`,
  });
  await app.get(PaymentsService).linkFor(person.id, order.id);
  await app.get(NotificationsService).accept({
    provider: 'sandbox',
    kind: 'payment.note',
    externalId: order.id,
    orderId: order.id,
    fact: null,
    body: JSON.stringify({ payer: person.email, name: person.username }),
    headers: { 'user-agent': person.userAgent },
  });
}

async function must<Answer extends { status: number; text: string }>(asked: Promise<Answer>): Promise<Answer> {
  const answer = await asked;
  if (answer.status > 299) throw new Error(`${answer.status} ${answer.text}`);
  return answer;
}
