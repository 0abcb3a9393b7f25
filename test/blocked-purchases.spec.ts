import { type TestApp, startApp } from './support/app';
import { holds, moneyOf, orderOf, placeOrder, told, WITH_SANDBOX } from './support/orders';
import { call, makeUser, openShop, POTION, type TestUser } from './support/players';
import { tellXsolla, withProviders } from './support/provider-calls';

let app: TestApp;
let player: TestUser;
let finance: TestUser;

beforeAll(async () => {
  app = await startApp({ ...WITH_SANDBOX, ...withProviders('http://127.0.0.1:9') });
  await openShop(app);
  finance = await makeUser(app, { role: 'finance' });
});
beforeEach(async () => {
  player = await makeUser(app);
});
afterAll(() => app.close());

const place = () => placeOrder(app, player, [{ productId: POTION.id, quantity: 2, unitPrice: 100 }]);
const validate = () => tellXsolla(app, { notification_type: 'user_validation', user: { id: player.id } });

describe('a player whom a chargeback keeps from buying', () => {
  it('gets nothing for orders that were open, until finance decides', async () => {
    const [one, other, paid] = [await place(), await place(), await place()];
    await told(app, paid, { type: 'paid' });
    await told(app, one, { type: 'paid' });
    await told(app, one, { type: 'charged_back' });
    await told(app, other, { type: 'paid' });
    expect(await orderOf(app, other)).toEqual({ status: 'paid', attention: 'purchases_blocked' });
    expect(await moneyOf(app, other)).toEqual({ received: 200, returned: 0, toReturn: 200 });
    expect([await orderOf(app, paid), await holds(app, player, POTION.id)]).toMatchObject([{ status: 'fulfilled' }, 2]);

    const give = () => call(app, `/orders/${other.id}/fulfilments`, { method: 'POST', token: finance.token });
    expect((await give()).body).toMatchObject({ status: 'paid', attention: 'purchases_blocked' });
    await call(app, `/users/${player.id}/purchase-blocks`, { method: 'DELETE', token: finance.token });
    expect((await give()).body).toMatchObject({ status: 'fulfilled', attention: null });
    expect(await holds(app, player, POTION.id)).toBe(4);
  });

  it('gets back what the dispute of the same order returns', async () => {
    const order = await place();
    await told(app, order, { type: 'charged_back' });
    await told(app, order, { type: 'paid' });
    expect(await orderOf(app, order)).toMatchObject({ status: 'charged_back' });
    await told(app, order, { type: 'dispute_won' });
    expect(await orderOf(app, order)).toEqual({ status: 'fulfilled', attention: null });
  });

  it('is no user of whom Xsolla may take money, until the block is lifted', async () => {
    expect((await validate()).isAccepted).toBe(true);
    const order = await place();
    await told(app, order, { type: 'paid' });
    await told(app, order, { type: 'charged_back' });
    const refused = await validate();
    expect([refused.isAccepted, JSON.parse(refused.text)]).toMatchObject([false, { error: { code: 'INVALID_USER' } }]);
    await call(app, `/users/${player.id}/purchase-blocks`, { method: 'DELETE', token: finance.token });
    expect((await validate()).isAccepted).toBe(true);
  });
});
