import fc from 'fast-check';
import type { RefundPolicies } from '../platform/config/shop-settings';
import type { PaymentFact } from './payment-fact';
import { settle, type SettledOrder } from './settlement';

const AT = '2026-11-21T10:00:00.000Z';
const POLICIES: RefundPolicies = {
  refund: 'take_back',
  chargeback: 'take_back',
  'test.keep': 'keep',
  'test.block': 'block_purchases',
};

/** Two swords at 200, a pack of 1,000 coins at 300, a shield at 100. */
const ORDER: SettledOrder = {
  total: 800,
  currency: 'USD',
  closedAt: null,
  lines: [
    { id: 'swords', quantity: 2, unitPrice: 200, amount: 400, coins: null },
    { id: 'pack', quantity: 1, unitPrice: 300, amount: 300, coins: 1_000 },
    { id: 'shield', quantity: 1, unitPrice: 100, amount: 100, coins: null },
  ],
};

const paid = (externalId = 'p', amount = 800): PaymentFact => ({
  kind: 'paid',
  amount,
  currency: 'USD',
  externalId,
  at: AT,
});
const refunded = (
  refundId: string,
  amount: number | null,
  {
    code = null,
    lines = null,
  }: { code?: string | null; lines?: { orderLineId: string; quantity: number }[] | null } = {},
): PaymentFact => ({ kind: 'refunded', refundId, amount, lines, code, at: AT });
const chargedBack: PaymentFact = { kind: 'charged_back', at: AT };
const won: PaymentFact = { kind: 'dispute_won', at: AT };
const cancelled: PaymentFact = { kind: 'cancelled', at: AT };

const of = (...facts: PaymentFact[]) => {
  const { reversed, received, returned, ...settlement } = settle(ORDER, facts, POLICIES);
  return { ...settlement, reversed: Object.fromEntries(reversed), kept: received - returned };
};
const NOTHING = { swords: 0, pack: 0, shield: 0 };
const ALL = { swords: 2, pack: 1_000, shield: 1 };

describe('a settlement', () => {
  it('knows what was paid', () => {
    expect(of()).toMatchObject({ status: 'unpaid', isDue: false, kept: 0 });
    expect(of(cancelled)).toMatchObject({ status: 'cancelled', isDue: false });
    expect(of(paid())).toMatchObject({ status: 'paid', isDue: true, reversed: NOTHING, kept: 800 });
    expect(of(cancelled, paid())).toMatchObject({ status: 'paid', isDue: true });
  });

  it('keeps a refund for the payment that comes after it', () => {
    expect(of(refunded('r', null))).toMatchObject({ status: 'unpaid', kept: 0 });
    expect(of(refunded('r', null), paid())).toMatchObject({ status: 'refunded', reversed: ALL, kept: 0 });
  });

  it('spreads a sum over the lines: whole items, and coins by their share', () => {
    expect(of(paid(), refunded('r', 199)).reversed).toEqual(NOTHING);
    expect(of(paid(), refunded('r', 399)).reversed).toEqual({ ...NOTHING, swords: 1 });
    expect(of(paid(), refunded('r', 500)).reversed).toEqual({ swords: 2, pack: 333, shield: 0 });
    expect(of(paid(), refunded('r', 250), refunded('s', 250))).toEqual(of(paid(), refunded('r', 500)));
    expect(of(paid(), refunded('r', 799)).reversed).toEqual({ ...ALL, shield: 0 });
    expect(of(paid(), refunded('r', 800))).toMatchObject({ status: 'refunded', reversed: ALL });
  });

  it('takes the lines that a refund names', () => {
    const lines = [{ orderLineId: 'shield', quantity: 1 }];
    const settlement = of(paid(), refunded('r', null, { lines }));
    expect(settlement).toMatchObject({ status: 'partially_refunded', kept: 700, reversed: { ...NOTHING, shield: 1 } });
  });

  it('takes back for a chargeback, until the dispute is won', () => {
    expect(of(paid(), chargedBack)).toMatchObject({ status: 'charged_back', reversed: ALL, kept: 0 });
    expect(of(won, paid(), chargedBack)).toMatchObject({ status: 'paid', reversed: NOTHING, kept: 800 });
  });

  it('leaves what the policy for the reason says, and blocks where it says so', () => {
    const kept = of(paid(), refunded('r', null, { code: 'test.keep' }));
    expect(kept).toMatchObject({ status: 'refunded', reversed: NOTHING, kept: 0, isBlocking: false });
    const blocked = of(paid(), refunded('r', null, { code: 'test.block' }));
    expect(blocked).toMatchObject({ reversed: ALL, isBlocking: true });
  });

  it('counts a refund once, whatever reasons were told of it, and a reason that was told before none', () => {
    const [kept, blocked, unsaid] = ['test.keep', 'test.block', null].map((code) => refunded('r', 300, { code }));
    expect(of(paid(), unsaid, kept)).toMatchObject({ status: 'partially_refunded', reversed: NOTHING, kept: 500 });
    const both = of(paid(), kept, unsaid, blocked);
    expect(both).toMatchObject({ reversed: { ...NOTHING, swords: 1 }, kept: 500, isBlocking: true });
    const blamed = (code: string): PaymentFact => ({ ...chargedBack, code });
    expect(of(paid(), blamed('test.keep'), blamed('test.block'))).toMatchObject({ reversed: ALL, isBlocking: true });
  });

  it('takes the earlier of two times of one payment', () => {
    const [early, late] = [AT, '2026-11-21T12:00:00.000Z'].map((at) => ({ ...paid(), at }));
    const closed = { ...ORDER, closedAt: new Date(AT) };
    for (const told of [
      [early, late],
      [late, early],
    ])
      expect(settle(closed, told, POLICIES).isDue).toBe(true);
    expect(settle(closed, [late], POLICIES).hindrance).toBe('ended');
  });

  it('gives nothing for another sum or for money that came too late, and keeps count of it', () => {
    expect(of(paid('p', 799))).toMatchObject({ isDue: false, hindrance: 'amount_mismatch', kept: 799 });
    const late = settle({ ...ORDER, closedAt: new Date(Date.parse(AT) - 1) }, [paid()], POLICIES);
    expect(late).toMatchObject({ isDue: false, hindrance: 'ended', received: 800, returned: 0 });
    expect(settle({ ...ORDER, closedAt: new Date(AT) }, [paid()], POLICIES)).toMatchObject({ isDue: true });
  });

  it('gives back what was paid twice before anything is taken', () => {
    expect(of(paid('p'), paid('q'))).toMatchObject({ status: 'paid', surplus: 800, kept: 1_600, isDue: true });
    const half = of(paid('p'), paid('q'), refunded('r', 800));
    expect(half).toMatchObject({ status: 'partially_refunded', reversed: NOTHING, kept: 800 });
  });

  it('is the same for any order and repetition of the same facts', () => {
    const fact = fc.oneof(
      fc.constantFrom(chargedBack, { ...chargedBack, code: 'test.keep' }, won, cancelled, paid(), paid('q')),
      fc.constant(paid('short', 500)),
      fc
        .record({
          amount: fc.option(fc.integer({ min: 1, max: 900 })),
          code: fc.constantFrom(null, 'test.keep', 'test.block'),
          lines: fc.option(
            fc.array(
              fc.record({
                orderLineId: fc.constantFrom('swords', 'pack', 'shield'),
                quantity: fc.integer({ min: 1, max: 3 }),
              }),
            ),
          ),
        })
        .map(({ amount, code, lines }) => refunded(JSON.stringify([amount, lines]), amount, { code, lines })),
    );
    const told = fc.array(fact, { maxLength: 8 }).chain((facts) =>
      fc.record({
        facts: fc.constant(facts),
        retold: fc
          .shuffledSubarray([...facts, ...facts], { minLength: facts.length, maxLength: facts.length * 2 })
          .map((some) => [...some, ...facts]),
      }),
    );
    fc.assert(
      fc.property(told, ({ facts, retold }) => {
        expect(of(...retold)).toEqual(of(...facts));
        expect(of(...facts.toReversed())).toEqual(of(...facts));
      }),
      { numRuns: 2_000 },
    );
  });

  it('never takes more than was given, nor counts more back than came', () => {
    const sums = fc.array(fc.integer({ min: 1, max: 900 }), { maxLength: 5 });
    fc.assert(
      fc.property(sums, (amounts) => {
        const settlement = of(paid(), ...amounts.map((amount, index) => refunded(String(index), amount)));
        expect(settlement.kept).toBeGreaterThanOrEqual(0);
        for (const [id, units] of Object.entries(settlement.reversed)) {
          expect(units).toBeLessThanOrEqual(ALL[id as keyof typeof ALL]);
        }
        const worth = settlement.reversed.swords * 200 + settlement.reversed.shield * 100;
        expect(worth).toBeLessThanOrEqual(800 - settlement.kept);
      }),
    );
  });
});
