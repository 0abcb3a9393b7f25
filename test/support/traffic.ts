import { EconomyService } from '../../src/economy/economy.service';
import type { TestApp } from './app';
import { BOOST, buy, POTION, PREMIUM, type TestUser } from './players';

/** Makes a transaction of every kind, failed ones, and one that several keys were tried on. */
export async function doEverything(app: TestApp, user: TestUser, staff: TestUser): Promise<void> {
  const economy = app.get(EconomyService);
  const parties = { userId: user.id, actorId: staff.id };
  const byStaff = { ...parties, grantId: null, approverId: null };
  await buy(app, user, BOOST.id, { key: `boost-${user.id}` });
  await buy(app, user, BOOST.id, { key: `boost-${user.id}` });
  await buy(app, user, POTION.id, { key: `potion-${user.id}`, body: { quantity: 3 } });
  await buy(app, user, PREMIUM.id, { body: { quantity: 1 } });
  expect((await buy(app, user, PREMIUM.id)).status).toBe(409);
  await economy.submit({ ...parties, kind: 'use', productId: POTION.id, quantity: 1 });
  await economy.submit({ ...parties, kind: 'earn', reason: 'a prize', currency: 'COIN', amount: 70 });
  await economy.submit({ ...byStaff, kind: 'grant', currency: 'COIN', amount: 30 });
  await economy.submit({ ...byStaff, kind: 'grant', productId: POTION.id, quantity: 2 });
  await economy.submit({ ...byStaff, kind: 'revoke', currency: 'COIN', amount: 10 });
  await economy.submit({ ...byStaff, kind: 'revoke', productId: POTION.id, quantity: 1 });
  const key = { key: `batch-${user.id}`, fingerprint: 'a batch' };
  await economy.submit({
    ...parties,
    kind: 'batch',
    idempotency: key,
    commands: [
      { ...parties, kind: 'add_funds', currency: 'COIN', amount: 5 },
      { ...parties, kind: 'purchase', productId: POTION.id, quantity: 1, currency: 'COIN' },
    ],
  });
}
