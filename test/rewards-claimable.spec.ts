import fc from 'fast-check';
import { claimAfter, type PayRule, type RewardClaim } from '../src/economy/reward-claim';
import { DomainError } from '../src/platform/errors/domain-error';
import { NO_BOUNDS, type RewardTerms } from '../src/rewards/reward-terms';
import { nextClaim } from '../src/rewards/next-claim';
import { startApp, type TestApp } from './support/app';
import { call, makeUser, type TestUser, times } from './support/players';
import { DAILY_LOGIN, earn, openRewards, payFor } from './support/rewards';

interface Reward {
  reason: string;
  currency: string;
  amount: number | null;
  maxAmount: number | null;
  isClaimable: boolean;
  claimableAt: string | null;
}

let app: TestApp;
beforeAll(async () => {
  app = await startApp();
  await openRewards(app);
});
afterAll(() => app.close());

const rewards = ({ token }: TestUser, query = '') =>
  call<{ items: Reward[]; nextCursor: string | null; code: string }>(app, `/rewards${query}`, { token });

async function rewardOf(user: TestUser, reason: string): Promise<Reward | undefined> {
  const { body } = await rewards(user, `?reason=${encodeURIComponent(reason)}`);
  return body.items[0];
}

/** The moments between which midnight of UTC may not fall while a test looks at a day. */
const tomorrow = () => new Date((Math.floor(Date.now() / 86_400_000) + 1) * 86_400_000).toISOString();

describe('GET /rewards', () => {
  it('tells what may be claimed, and after a claim from when on again', async () => {
    const player = await makeUser(app);
    const daily = { reason: 'daily_login', currency: 'COIN', amount: 500, maxAmount: null };
    expect(await rewardOf(player, 'DAILY_login')).toEqual({ ...daily, isClaimable: true, claimableAt: null });
    const before = tomorrow();
    await earn(app, player, { reason: DAILY_LOGIN.reason });
    const told = await rewardOf(player, 'daily_login');
    expect(told).toMatchObject({ ...daily, isClaimable: false });
    expect([before, tomorrow()]).toContain(told?.claimableAt);
    expect(await rewardOf(await makeUser(app), 'daily_login')).toMatchObject({ isClaimable: true });
  });

  it('tells the same moment as a refusal while a rule cools down', async () => {
    await payFor(app, 'slow', { amount: 5, cooldownSeconds: 7_200 });
    const player = await makeUser(app);
    await earn(app, player, { reason: 'slow' });
    const refused = await earn(app, player, { reason: 'slow' });
    expect(await rewardOf(player, 'slow')).toMatchObject({ isClaimable: false, claimableAt: refused.body.readyAt });
  });

  it('tells what is left of a maximum, and that nothing is left for ever', async () => {
    await payFor(app, 'boss', { maxAmount: 100, totalAmount: 130 });
    const player = await makeUser(app);
    expect(await rewardOf(player, 'boss')).toMatchObject({ amount: null, maxAmount: 100, isClaimable: true });
    await earn(app, player, { reason: 'boss', amount: 100 });
    expect(await rewardOf(player, 'boss')).toMatchObject({ maxAmount: 30, isClaimable: true });
    await earn(app, player, { reason: 'boss', amount: 30 });
    expect(await rewardOf(player, 'boss')).toMatchObject({ maxAmount: 0, isClaimable: false, claimableAt: null });
  });

  it('leaves out what nobody is paid: rules and currencies that are switched off', async () => {
    await payFor(app, 'retired', { amount: 5, isActive: false });
    await app.database.query(`insert into currencies (code, kind, max_balance) values ('GEM', 'virtual', 1000)`);
    await payFor(app, 'gems', { amount: 5, currency: 'GEM' });
    const player = await makeUser(app);
    expect(await rewardOf(player, 'gems')).toBeDefined();
    await app.database.query(`update currencies set is_active = false where code = 'GEM'`);
    for (const reason of ['gems', 'retired', 'unheard of']) expect(await rewardOf(player, reason)).toBeUndefined();
  });

  it('comes in pages, newest first', async () => {
    for (const n of times(5, (index) => index)) await payFor(app, `page ${n}`, { amount: 1 });
    const player = await makeUser(app);
    const first = (await rewards(player, '?limit=2')).body;
    const second = (await rewards(player, `?limit=2&cursor=${first.nextCursor}`)).body;
    expect([...first.items, ...second.items].map(({ reason }) => reason)).toEqual([4, 3, 2, 1].map((n) => `page ${n}`));
  });

  it('is for those who can be paid by a rule, which services are not', async () => {
    expect((await rewards(await makeUser(app, { role: 'service' }))).body.code).toBe('auth.forbidden');
    expect((await rewards(await makeUser(app, { role: 'support' }))).status).toBe(200);
    expect((await call(app, '/rewards')).status).toBe(401);
  });
});

describe('what is told', () => {
  const DAY_MS = 86_400_000;
  const NOON = Date.parse('2026-11-21T12:00:00Z');
  const bound = (max: number) => fc.option(fc.integer({ min: 1, max }));
  const bounds = fc.record({
    dailyAmount: bound(300),
    dailyTimes: bound(4),
    totalAmount: bound(600),
    totalTimes: bound(8),
    cooldownSeconds: bound(3 * 86_400),
  });
  const payment = fc.oneof(
    fc.record({ amount: fc.integer({ min: 1, max: 100 }), maxAmount: fc.constant(null) }),
    fc.record({ amount: fc.constant(null), maxAmount: fc.integer({ min: 1, max: 100 }) }),
  );
  const asks = fc.array(fc.record({ share: fc.double({ min: 0, max: 1, noNaN: true }), afterMs: fc.nat(DAY_MS) }));

  const payRule = ({ amount, maxAmount, ...terms }: RewardTerms): PayRule => ({
    ...{ id: 'r', currency: 'COIN', isActive: true, amount, maxAmount },
    daily: { amount: terms.dailyAmount, times: terms.dailyTimes },
    lifetime: { amount: terms.totalAmount, times: terms.totalTimes },
    cooldownSeconds: terms.cooldownSeconds,
  });
  const held = (claim: RewardClaim | undefined) => (claim ? { ...claim, lastAt: new Date(claim.lastAtMs) } : null);

  it('is what the engine does: paid at that moment with that amount, and with nothing before it nor more', () => {
    fc.assert(
      fc.property(payment, bounds, asks, (paid, caps, asked) => {
        const terms: RewardTerms = { ...NO_BOUNDS, ...paid, ...caps };
        const rule = payRule(terms);
        const isPaid = (claim: RewardClaim | undefined, amount: number, atMs: number) =>
          !(claimAfter(rule, claim, amount, atMs) instanceof DomainError);
        let claim: RewardClaim | undefined;
        let atMs = NOON;
        for (const { share, afterMs } of asked) {
          atMs += afterMs;
          const least = terms.amount ?? 1;
          const next = nextClaim(terms, held(claim), atMs);
          if (next === null) {
            for (const days of [0, 1, 2, 40]) expect(isPaid(claim, least, atMs + days * DAY_MS)).toBe(false);
            return;
          }
          expect(isPaid(claim, next.most, next.atMs)).toBe(true);
          if (next.most < (terms.maxAmount ?? 0)) expect(isPaid(claim, next.most + 1, next.atMs)).toBe(false);
          if (next.atMs > atMs) {
            for (const ms of [atMs, next.atMs - 1]) expect(isPaid(claim, least, ms)).toBe(false);
          }
          const amount = terms.amount ?? Math.max(1, Math.floor(share * next.most));
          const after = claimAfter(rule, claim, amount, atMs);
          if (!(after instanceof DomainError)) claim = after;
        }
      }),
      { numRuns: 500 },
    );
  });
});
