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
    of: paymentId,
  }: { code?: string | null; lines?: { orderLineId: string; quantity: number }[] | null; of?: string } = {},
): PaymentFact => ({ kind: 'refunded', refundId, amount, lines, code, paymentId, at: AT });
const disputed = (
  kind: 'charged_back' | 'dispute_won' | 'dispute_opened',
  paymentId?: string,
  disputeId?: string,
  code?: string,
): PaymentFact => ({ kind, paymentId, disputeId, at: AT, ...(kind === 'charged_back' ? { code } : {}) });
const chargedBack = disputed('charged_back');
const won = disputed('dispute_won');
const unclear = (of?: string): PaymentFact => {
  return { kind: 'refund_unclear', refundId: 'u', paymentId: of, code: null, at: AT };
};
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
    const blamed = (code: string) => disputed('charged_back', undefined, undefined, code);
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

  it('counts of a refund or a chargeback no more than the payment it is of, and what was too much first', () => {
    const twice = [paid('p'), paid('q')];
    for (const back of [
      refunded('r', null, { of: 'q' }),
      disputed('charged_back', 'q'),
      refunded('r', 5_000, { of: 'q' }),
    ])
      expect(of(...twice, back)).toMatchObject({ status: 'partially_refunded', reversed: NOTHING, kept: 800 });
    const both = of(...twice, refunded('r', null, { of: 'q' }), refunded('s', 500, { of: 'p' }));
    expect(both).toMatchObject({
      status: 'partially_refunded',
      reversed: { swords: 2, pack: 333, shield: 0 },
      kept: 300,
    });
    const gone = of(...twice, refunded('r', null, { of: 'q' }), disputed('charged_back', 'p'));
    expect(gone).toMatchObject({ status: 'charged_back', reversed: ALL, kept: 0 });
  });

  it('sets off against what was too much first what takes nothing', () => {
    const [kept, taken] = [refunded('r', null, { of: 'q', code: 'test.keep' }), refunded('s', 400, { of: 'p' })];
    expect(of(paid('p'), paid('q'), kept, taken)).toMatchObject({ reversed: { ...NOTHING, swords: 2 }, kept: 400 });
  });

  it('undoes by a dispute the chargebacks of its payment alone, and of those the ones it was about', () => {
    const taken = { status: 'charged_back', reversed: ALL, kept: 0 };
    expect(of(paid(), disputed('charged_back', 'p'), disputed('dispute_won', 'q'))).toMatchObject(taken);
    expect(of(paid(), disputed('charged_back', 'p', 'd'), disputed('dispute_won', 'p'))).toMatchObject(taken);
    const first = [disputed('charged_back', 'p', 'd'), disputed('dispute_won', 'p', 'd')];
    expect(of(paid(), ...first)).toMatchObject({ status: 'paid', reversed: NOTHING, kept: 800 });
    expect(of(paid(), ...first, disputed('charged_back', 'p'))).toMatchObject({ status: 'paid', kept: 800 });
    expect(of(paid(), ...first, disputed('charged_back', 'p', 'e'))).toMatchObject(taken);
  });

  it('takes a whole refund without a reason for the chargeback of the same payment', () => {
    const [gone, back, won] = [
      refunded('p', null, { of: 'p' }),
      disputed('charged_back', 'p'),
      disputed('dispute_won', 'p'),
    ];
    expect(of(paid(), gone, back)).toMatchObject({ status: 'charged_back', kept: 0 });
    expect(of(paid(), gone, back, won)).toMatchObject({ status: 'paid', reversed: NOTHING, kept: 800 });
    expect(of(paid('q'), paid(), gone, disputed('charged_back', 'q'))).toMatchObject({
      status: 'charged_back',
      kept: 0,
    });
  });

  it('adds up no other currency, and says when it is there', () => {
    const foreign: PaymentFact = { ...paid('f', 800), currency: 'UZS' } as PaymentFact;
    expect(of(foreign)).toMatchObject({ status: 'paid', hindrance: 'amount_mismatch', kept: 0, keepsForeign: true });
    expect(of(paid(), foreign)).toMatchObject({
      status: 'paid',
      isDue: true,
      surplus: 0,
      kept: 800,
      keepsForeign: true,
    });
    expect(of(foreign, refunded('r', null, { of: 'f' }))).toMatchObject({ status: 'refunded', keepsForeign: false });
    expect(of(paid(), foreign, refunded('r', null, { of: 'f' }))).toMatchObject({
      status: 'paid',
      keepsForeign: false,
    });
    expect(of(foreign, refunded('r', 800))).toMatchObject({ status: 'paid', keepsForeign: true });
    expect(of(foreign, disputed('charged_back', 'f'))).toMatchObject({ status: 'charged_back', reversed: ALL });
  });

  it('knows of a refund whose sum nobody could read, until finance noted what went back', () => {
    expect(of(paid(), unclear('p'))).toMatchObject({ status: 'paid', isUnclear: true, kept: 800 });
    expect(of(paid(), unclear('q'))).toMatchObject({ isUnclear: false });
    expect(of(paid(), unclear('p'), refunded('r', 100, { code: 'finance' }))).toMatchObject({ isUnclear: false });
    expect(of(paid(), unclear('p'), refunded('p', null, { of: 'p' }))).toMatchObject({ isUnclear: false });
  });

  it('knows of a dispute until it is decided, and takes nothing for it', () => {
    const opened = disputed('dispute_opened', 'p');
    expect(of(opened)).toMatchObject({ status: 'unpaid', isDisputed: false });
    expect(of(opened, paid())).toEqual({ ...of(paid()), isDisputed: true });
    for (const kind of ['dispute_won', 'charged_back'] as const)
      expect(of(paid(), opened, disputed(kind, 'p'))).toEqual(of(paid(), disputed(kind, 'p')));
    expect(of(paid(), opened, refunded('r', null))).toMatchObject({ isDisputed: false });
  });

  const payment = fc.constantFrom<(string | undefined)[]>(undefined, 'p', 'q', 'f', 'unknown');
  const money = fc.constantFrom(paid(), paid('q'), paid('short', 500), {
    ...paid('f'),
    currency: 'UZS',
  } as PaymentFact);
  const refund = fc
    .record({
      amount: fc.option(fc.integer({ min: 1, max: 900 })),
      code: fc.constantFrom(null, 'test.keep', 'test.block', 'finance'),
      name: fc.constantFrom('r', 's'),
      of: payment,
      lines: fc.option(
        fc.array(
          fc.record({
            orderLineId: fc.constantFrom('swords', 'pack', 'shield'),
            quantity: fc.integer({ min: 1, max: 3 }),
          }),
        ),
      ),
    })
    .map(({ name, amount, ...rest }) => refunded(name, amount, rest));
  const dispute = fc
    .tuple(
      fc.constantFrom<('charged_back' | 'dispute_won')[]>('charged_back', 'dispute_won'),
      payment,
      fc.constantFrom(undefined, 'd', 'e'),
      fc.constantFrom(undefined, 'test.keep', 'test.block'),
    )
    .map((members) => disputed(...members));
  const facts = fc.array(fc.oneof(money, refund, dispute, fc.constantFrom(cancelled, unclear('p'), unclear())), {
    maxLength: 10,
  });

  it('is the same for any order and repetition of the same facts', () => {
    const told = facts.chain((some) =>
      fc.tuple(fc.constant(some), fc.shuffledSubarray([...some, ...some], { minLength: some.length })),
    );
    fc.assert(
      fc.property(told, ([some, again]) => {
        expect(of(...again, ...some)).toEqual(of(...some));
        expect(of(...some.toReversed())).toEqual(of(...some));
      }),
      { numRuns: 2_000 },
    );
  });

  it('returns of one payment what that payment brought at most, and takes for it what was not too much', () => {
    const ofQ = fc.array(fc.oneof(refund, dispute), { maxLength: 8 }).map((some) => {
      return some.flatMap((fact) =>
        'lines' in fact && fact.lines ? [] : [{ ...fact, paymentId: 'q' } as PaymentFact],
      );
    });
    fc.assert(
      fc.property(ofQ, facts, (back, some) => {
        expect(of(paid('p'), paid('q'), ...back).kept).toBeGreaterThanOrEqual(800);
        expect(of(paid('p'), paid('q'), ...back).reversed).toEqual(NOTHING);
        expect(of(paid('p'), ...back)).toEqual({ ...of(paid('p')), isBlocking: false });
        expect(of(...some).kept).toBeGreaterThanOrEqual(0);
      }),
      { numRuns: 1_000 },
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
