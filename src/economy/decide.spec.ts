import fc from 'fast-check';
import { type Command, type IssuedCommand, type SingleCommand, singleCommands } from './command';
import { decide, type Decisions } from './decide';
import { Holdings, type LoadedFacts } from './holdings';

const PLAYERS = ['0199c000-0000-7000-8000-0000000000a1', '0199c000-0000-7000-8000-0000000000a2'];
const CONSUMABLE = '0199c000-0000-7000-8000-000000000001';
const PERMANENT = '0199c000-0000-7000-8000-000000000002';
const HIDDEN = '0199c000-0000-7000-8000-000000000003';
const LIMIT = 2_000;
const NOW = Date.parse('2026-11-21T10:00:00Z');

function facts(balance: number): LoadedFacts {
  return {
    wallets: PLAYERS.map((id) => [id, 'COIN', balance]),
    inventory: null,
    products: [
      [CONSUMABLE, 'boost', 'Boost', 'consumable', true, { COIN: 100 }],
      [PERMANENT, 'premium', 'Premium', 'permanent', true, { COIN: 500 }],
      [HIDDEN, 'hidden', 'Hidden', 'consumable', false, { COIN: 1 }],
    ],
    currencies: [['COIN', 'virtual', LIMIT, true]],
    answers: null,
    rewardRules: [['daily_login', 'r1', 'COIN', 500, null, null, 1, null, null, null, true]],
  };
}

function holdings(balance: number): Holdings {
  const accounts = PLAYERS.map((userId) => ({
    userId,
    status: 'active' as const,
    lastSeq: 0,
    lastEntryAt: -Infinity,
  }));
  return new Holdings(accounts, facts(balance));
}

const named = { userId: fc.constantFrom(...PLAYERS), actorId: fc.constant(PLAYERS[0]) };
const idempotency = fc.option(
  fc.record({ key: fc.constantFrom('k1', 'k2', 'k3'), fingerprint: fc.constantFrom('same', 'other') }),
  { nil: undefined },
);
const productId = fc.constantFrom(CONSUMABLE, PERMANENT, HIDDEN, '0199c000-0000-7000-8000-00000000dead');
const single: fc.Arbitrary<SingleCommand> = fc.oneof(
  fc.record({
    kind: fc.constant('purchase' as const),
    ...named,
    productId,
    quantity: fc.integer({ min: 1, max: 4 }),
    currency: fc.constantFrom('COIN', 'COIN', 'COIN', 'GEM'),
    expectedAmount: fc.option(fc.constantFrom(100, 200, 500), { nil: undefined, freq: 4 }),
    idempotency,
  }),
  fc.record({
    kind: fc.constant('use' as const),
    ...named,
    productId,
    quantity: fc.integer({ min: 1, max: 3 }),
    idempotency,
  }),
  fc.record({
    kind: fc.constant('add_funds' as const),
    ...named,
    currency: fc.constantFrom('COIN', 'COIN', 'GEM'),
    amount: fc.integer({ min: 1, max: 1_500 }),
    idempotency,
  }),
  fc.record({ kind: fc.constant('earn' as const), ...named, reason: fc.constantFrom('daily_login', 'unheard of') }),
  fc.record({
    kind: fc.constantFrom('grant' as const, 'revoke' as const),
    ...named,
    grantId: fc.constant('g'),
    approverId: fc.constant(null),
    currency: fc.constant('COIN'),
    amount: fc.integer({ min: 1, max: 1_500 }),
  }),
  fc.record({
    kind: fc.constantFrom('grant' as const, 'revoke' as const),
    ...named,
    grantId: fc.constant('g'),
    approverId: fc.constant(PLAYERS[1]),
    productId,
    quantity: fc.integer({ min: 1, max: 3 }),
  }),
);
const batch: fc.Arbitrary<Command> = fc
  .record({ userId: named.userId, list: fc.array(single, { minLength: 1, maxLength: 5 }) })
  .map(({ userId, list }) => ({
    kind: 'batch' as const,
    userId,
    actorId: userId,
    commands: list.map((each) => ({ ...each, userId })),
  }));
const command: fc.Arbitrary<Command> = fc
  .tuple(
    fc.oneof({ weight: 6, arbitrary: single }, batch),
    fc.option(fc.constant(true as const), { nil: undefined, freq: 6 }),
  )
  .map(([each, dryRun]) => ({ ...each, dryRun }));
const commands = fc
  .array(command, { minLength: 1, maxLength: 40 })
  .map((list) => list.map((each, index): IssuedCommand => ({ command: each, transactionIds: idsOf(each, index) })));

function idsOf(each: Command, index: number): string[] {
  return singleCommands(each).map((_, part) => `t${index}.${part}`);
}

/** What the ledger says a player holds of an asset. */
function ledgered(decisions: Decisions, userId: string, asset: string): number {
  return decisions.ledger
    .filter((entry) => entry.userId === userId && (entry.currency ?? entry.productId) === asset)
    .reduce((sum, entry) => sum + entry.amount, 0);
}

describe('decide', () => {
  it('never lets a holding go below zero or above its limit, and entries explain every holding', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LIMIT }), commands, (balance, issued) => {
        const after = holdings(balance);
        const decisions = decide(after, issued, NOW);
        for (const userId of PLAYERS) {
          const player = after.player(userId);
          const coins = player?.balance('COIN') ?? NaN;
          expect(coins).toBe(balance + ledgered(decisions, userId, 'COIN'));
          expect(coins).toBeGreaterThanOrEqual(0);
          expect(coins).toBeLessThanOrEqual(LIMIT);
          expect(player?.quantity(PERMANENT)).toBeLessThanOrEqual(1);
          for (const item of [CONSUMABLE, PERMANENT, HIDDEN]) {
            expect(player?.quantity(item)).toBe(ledgered(decisions, userId, item));
          }
          const own = decisions.ledger.filter((entry) => entry.userId === userId);
          expect(own.map((entry) => entry.seq)).toEqual(own.map((_, index) => index + 1));
          expect(own.every((entry) => entry.balanceAfter >= 0)).toBe(true);
        }
      }),
      { numRuns: 300 },
    );
  });

  it('decides one batch like the same commands one by one', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LIMIT }), commands, (balance, issued) => {
        const together = decide(holdings(balance), issued, NOW);
        const oneByOne = holdings(balance);
        const alone = issued.map((each) => decide(oneByOne, [each], NOW));
        expect(together.receipts).toEqual(alone.flatMap((each) => each.receipts));
        expect(together.ledger).toEqual(alone.flatMap((each) => each.ledger));
        expect(together.transactions).toEqual(alone.flatMap((each) => each.transactions));
        expect(together.keys).toEqual(alone.flatMap((each) => each.keys));
      }),
      { numRuns: 200 },
    );
  });

  it('changes nothing when it refuses, and keeps a failed transaction with the code', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LIMIT }), commands, (balance, issued) => {
        const decisions = decide(holdings(balance), issued, NOW);
        const failed = new Set(decisions.transactions.filter((t) => t.status === 'failed').map((t) => t.id));
        expect(decisions.ledger.some((entry) => failed.has(entry.transactionId))).toBe(false);
        expect(decisions.keys.some((key) => failed.has(key.transactionId ?? ''))).toBe(false);
        expect(decisions.transactions.every((t) => (t.status === 'failed') === (t.failureCode !== null))).toBe(true);
      }),
    );
  });

  it('gives the same answer to a repeated key and makes one effect', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 50 }), (copies) => {
        const after = holdings(LIMIT);
        const one: Command = {
          kind: 'purchase',
          userId: PLAYERS[0],
          actorId: PLAYERS[0],
          productId: CONSUMABLE,
          quantity: 1,
          currency: 'COIN',
          idempotency: { key: 'k', fingerprint: 'f' },
        };
        const issued = Array.from({ length: copies }, (_, n) => ({ command: one, transactionIds: [`t${n}`] }));
        const decisions = decide(after, issued, NOW);
        expect(decisions.transactions).toHaveLength(1);
        expect(new Set(decisions.receipts.map((r) => (r.accepted ? r.body : 'refused'))).size).toBe(1);
        expect(decisions.receipts.filter((r) => r.accepted && r.replayed)).toHaveLength(copies - 1);
        expect(after.player(PLAYERS[0])?.balance('COIN')).toBe(LIMIT - 100);
      }),
    );
  });

  it('tells with a dry run what would be, and leaves no trace of it', () => {
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LIMIT }), commands, (balance, issued) => {
        const withTrials = decide(holdings(balance), issued, NOW);
        const meant = issued.filter(({ command: { dryRun } }) => dryRun === undefined);
        const without = decide(holdings(balance), meant, NOW);
        expect({ ...withTrials, receipts: [] }).toEqual({ ...without, receipts: [] });

        const [first] = issued;
        const [tried] = decide(holdings(balance), [trial(first)], NOW).receipts;
        const [done] = decide(
          holdings(balance),
          [{ ...first, command: { ...first.command, dryRun: undefined, idempotency: undefined } }],
          NOW,
        ).receipts;
        expect(tried.accepted).toBe(done.accepted);
        if (tried.accepted && done.accepted) {
          expect(JSON.parse(tried.body)).toEqual({ dryRun: true, ...(JSON.parse(done.body) as object) });
        }
      }),
      { numRuns: 200 },
    );
  });

  it('carries out all commands of a batch, like one by one, or none', () => {
    const lists = fc.array(single, { minLength: 1, maxLength: 8 });
    fc.assert(
      fc.property(fc.integer({ min: 0, max: LIMIT }), lists, (balance, list) => {
        const commandsOfOne = list.map((each) => ({ ...each, userId: PLAYERS[0], idempotency: undefined }));
        const together: Command = { kind: 'batch', userId: PLAYERS[0], actorId: PLAYERS[0], commands: commandsOfOne };
        const decisions = decide(holdings(balance), [{ command: together, transactionIds: idsOf(together, 0) }], NOW);
        const separate = commandsOfOne.map((each, n) => ({ command: each, transactionIds: [`t0.${n}`] }));
        const oneByOne = decide(holdings(balance), separate, NOW);
        if (oneByOne.receipts.every(({ accepted }) => accepted)) {
          expect(decisions.ledger).toEqual(oneByOne.ledger);
          expect(decisions.transactions).toEqual(oneByOne.transactions);
        } else {
          expect(decisions.receipts[0]).toMatchObject({ accepted: false, error: { code: 'batch.command_refused' } });
          expect(decisions).toMatchObject({ ledger: [], events: [] });
          expect(decisions.transactions.every(({ status }) => status === 'failed')).toBe(true);
        }
      }),
      { numRuns: 200 },
    );
  });

  it('keeps the time of a player from running backwards when the clock does', () => {
    const after = holdings(LIMIT);
    const add = (transactionId: string): IssuedCommand => ({
      transactionIds: [transactionId],
      command: { kind: 'use', userId: PLAYERS[0], actorId: PLAYERS[0], productId: CONSUMABLE, quantity: 1 },
    });
    const buy: IssuedCommand = {
      transactionIds: ['first'],
      command: {
        kind: 'purchase',
        userId: PLAYERS[0],
        actorId: PLAYERS[0],
        productId: CONSUMABLE,
        quantity: 1,
        currency: 'COIN',
      },
    };
    decide(after, [buy], NOW);
    const later = decide(after, [add('second')], NOW - 60_000);
    expect(later.ledger[0].createdAt).toBe(new Date(NOW).toISOString());
  });
});

function trial({ command: each, transactionIds }: IssuedCommand): IssuedCommand {
  return { transactionIds, command: { ...each, dryRun: true, idempotency: undefined } };
}
