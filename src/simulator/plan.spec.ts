import fc from 'fast-check';
import { CHAOS, type Chaos, NO_MISHAPS } from './chaos';
import { expectationOf } from './expectation';
import { killsOf, type PlanOptions, planOrder } from './plan';
import { PROVIDERS } from './providers';
import { planOf } from './simulation';

const options = fc.record({
  provider: fc.constantFrom(...PROVIDERS),
  seed: fc.nat(2 ** 31 - 1),
  players: fc.integer({ min: 1, max: 30 }),
  chaos: fc.subarray([...CHAOS]),
});
const all = (given: Partial<PlanOptions> = {}): PlanOptions => {
  return { provider: 'sandbox', seed: 42, players: 20, chaos: CHAOS, ...given };
};

/** What an order is, without what befalls it: in an order of its own where the story was told in another. */
const storyOf = (given: PlanOptions, index: number) => {
  const { acts, isReordered: _, isCheckedOutTwice: __, isCheckoutCut: ___, ...story } = planOrder(given, index);
  return { ...story, acts: acts.map(({ act }) => JSON.stringify(act)).toSorted() };
};

describe('the plan of a simulation', () => {
  it('is the same for the same seed', () => {
    fc.assert(
      fc.property(options, fc.nat(5_000), (given, index) => {
        expect(planOrder(given, index)).toEqual(planOrder({ ...given }, index));
      }),
    );
    expect(planOf(all(), 200)).not.toEqual(planOf(all({ seed: 43 }), 200));
  });

  it('begins a longer run with the orders of a shorter one', () => {
    expect(planOf(all(), 300).slice(0, 100)).toEqual(planOf(all(), 100));
  });

  it('is the same story under any chaos, and each kind befalls the same things whatever else there is', () => {
    fc.assert(
      fc.property(options, fc.nat(5_000), fc.constantFrom<Chaos>(...CHAOS), (given, index, kind) => {
        expect(storyOf({ ...given, chaos: [] }, index)).toEqual(storyOf(given, index));
        const calm = { ...given, chaos: given.chaos.filter((each) => each !== 'reorder' && each !== kind) };
        const wild = { ...calm, chaos: [...calm.chaos, kind] };
        const befallen = planOrder({ ...wild, chaos: wild.chaos.filter((each) => each !== 'reorder') }, index);
        for (const [at, { mishaps }] of planOrder(calm, index).acts.entries()) {
          const more = befallen.acts[at].mishaps;
          if (mishaps.copies > 1) expect(more.copies).toBe(mishaps.copies);
          if (mishaps.forgeries > 0) expect(more.forgeries).toBe(mishaps.forgeries);
          if (mishaps.delayMs > 0) expect(more.delayMs).toBe(mishaps.delayMs);
          expect(more.isCut || !mishaps.isCut).toBe(true);
          expect(more.isMispriced || !mishaps.isMispriced).toBe(true);
        }
      }),
    );
  });

  it('is calm where no chaos was asked for', () => {
    for (const order of planOf(all({ chaos: [] }), 300)) {
      expect(order).toMatchObject({ isReordered: false, isCheckedOutTwice: false, isCheckoutCut: false });
      for (const { mishaps } of order.acts) expect(mishaps).toEqual(NO_MISHAPS);
    }
  });

  it('moves nothing that the player does or is asked, and takes an order that was given up as it is', () => {
    fc.assert(
      fc.property(options, fc.nat(5_000), (given, index) => {
        const [calm, wild] = [[] as Chaos[], ['reorder' as const]].map((chaos) =>
          planOrder({ ...given, chaos }, index).acts.map(({ act }) => act),
        );
        for (const [at, act] of calm.entries())
          if (act.by === 'player' || act.kind === 'user_validation') expect(wild[at]).toEqual(act);
        if (calm.some(({ kind }) => kind === 'cancel_order')) expect(wild).toEqual(calm);
      }),
    );
  });

  it.each(PROVIDERS)('holds every fate and every kind of chaos in 500 orders of %s', (provider) => {
    const orders = planOf(all({ provider }), 500);
    const mishaps = orders.flatMap(({ acts }) => acts.map((each) => each.mishaps));
    expect(new Set(orders.map(({ fate }) => fate)).size).toBe({ payme: 6, xsolla: 12, sandbox: 13 }[provider]);
    expect(mishaps.some(({ copies }) => copies > 1)).toBe(true);
    expect(mishaps.some(({ delayMs }) => delayMs > 0)).toBe(true);
    expect(mishaps.some(({ forgeries }) => forgeries > 0)).toBe(true);
    expect(mishaps.some(({ isMispriced }) => isMispriced)).toBe(true);
    expect(mishaps.some(({ isCut }) => isCut)).toBe(true);
    expect(orders.some(({ isReordered }) => isReordered)).toBe(true);
  });

  it('leads to what the fate says wherever the order of notifications means nothing', () => {
    fc.assert(
      fc.property(options, fc.nat(5_000), (given, index) => {
        fc.pre(given.provider !== 'payme');
        const calm = planOrder({ ...given, chaos: [] }, index);
        expect(expectationOf(given.provider, planOrder(given, index))).toEqual(expectationOf(given.provider, calm));
      }),
    );
  });

  it('gives back a part of one line only', () => {
    for (const { fate, goods, unitsBack } of planOf(all(), 1_000).filter(({ fate }) => fate === 'partly_refunded')) {
      expect({ fate, lines: goods.length }).toEqual({ fate: 'partly_refunded', lines: 1 });
      expect(unitsBack).toBeGreaterThan(0);
      expect(unitsBack).toBeLessThan(goods[0].quantity);
    }
  });

  it('kills three times within the run, one after the other', () => {
    fc.assert(
      fc.property(fc.nat(), fc.integer({ min: 12, max: 5_000 }), (seed, orders) => {
        const kills = killsOf(seed, orders, 3);
        expect(kills).toHaveLength(3);
        expect(kills).toEqual(kills.toSorted((one, other) => one - other));
        expect(kills[0]).toBeGreaterThan(0);
        expect(kills[2]).toBeLessThan(orders);
      }),
    );
  });
});
