import { CATALOGUE } from '../src/demonstration/catalogue';
import { DemonstrationService } from '../src/demonstration/demonstration.service';
import { ProductsService } from '../src/products/products.service';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { BOOST, call, times } from './support/players';

let app: TestApp;
beforeEach(async () => {
  app = await startApp({ DEMO_PASSWORD: 'demonstration-1' });
});
afterEach(() => app.close());

const seed = () => app.get(DemonstrationService).seedIfEmpty();
const login = (username: string, password: string) =>
  call<{ accessToken: string }>(app, '/auth/login', { body: { username, password } });

it('fills an empty database once, with accounts that can log in and a player who can buy', async () => {
  const accounts = await seed();
  expect(await seed()).toEqual(accounts);
  const { status, body } = await login('player', 'demonstration-1');
  expect(status).toBe(200);
  const bought = await call(app, `/products/${BOOST.id}/purchase`, { token: body.accessToken, body: {} });
  expect([bought.status, bought.body.balance]).toEqual([201, 900]);
  expect((await login('admin', 'demonstration-1')).status).toBe(200);
  expect(await brokenLaws(app.database)).toEqual({});
});

it('fills it once where several processes start at the same time', async () => {
  const [accounts, ...others] = await Promise.all(times(5, seed));
  expect(others).toEqual(times(4, () => accounts));
  expect(accounts).not.toBeNull();
  expect(await app.get(ProductsService).list({}, 100, undefined, [])).toHaveLength(CATALOGUE.length);
  const { accessToken } = (await login('player', 'demonstration-1')).body;
  expect((await call(app, '/users/me/balance', { token: accessToken })).body.balance).toBe(1_000);
});

it('pays 500 for the login of the day, once, however often it starts', async () => {
  await seed();
  await seed();
  const { accessToken } = (await login('player', 'demonstration-1')).body;
  const earn = () => call(app, '/earn', { token: accessToken, body: { reason: 'daily_login' } });
  expect((await earn()).body.balance).toBe(1_500);
  expect((await earn()).body.code).toBe('reward.cap_reached');
});

it('completes what an interrupted start left', async () => {
  await app.get(ProductsService).create(BOOST);
  expect(await seed()).toMatchObject({ player: 'player', password: 'demonstration-1' });
  expect((await login('player', 'demonstration-1')).status).toBe(200);
  expect((await app.get(ProductsService).list({}, 100, undefined, [])).length).toBeGreaterThan(5);
});

it('leaves a shop of somebody’s own alone, and names no password that is not right', async () => {
  await app.get(ProductsService).create({ sku: 'mine', name: 'Mine', type: 'consumable', prices: { COIN: 1 } });
  expect(await seed()).toBeNull();
  expect((await login('player', 'demonstration-1')).status).toBe(401);
});

it('names no password when the accounts have another one', async () => {
  await seed();
  await app.database.query('update users set password_hash = null');
  expect(await seed()).toBeNull();
});

it('greets a Russian reader in Russian and everybody else in English', async () => {
  await seed();
  const nameIn = async (language: string) =>
    (await call(app, '/products/day-boost', { headers: { 'accept-language': language } })).body.name;
  expect(await nameIn('ru-RU,ru;q=0.9,en;q=0.8')).toBe('Буст на день');
  expect(await nameIn('en-GB')).toBe('Day boost');
});
