import fc from 'fast-check';
import type { Command } from './command';
import { decide } from './decide';
import { Holdings, type LoadedFacts } from './holdings';

const PLAYER = '0199c000-0000-7000-8000-0000000000a1';
const OTHER = '0199c000-0000-7000-8000-0000000000a2';
const POTION = '0199c000-0000-7000-8000-000000000001';
const HAT = '0199c000-0000-7000-8000-000000000002';
const PACK = '0199c000-0000-7000-8000-000000000003';
const ORDER = '0199c000-0000-7000-8000-0000000000b1';
const [POTIONS, COINS, ONE_HAT] = ['b11', 'b12', 'b13'].map((end) => `0199c000-0000-7000-8000-000000000${end}`);
const NOW = Date.parse('2026-11-21T10:00:00Z');
const AT = new Date(NOW).toISOString();
const MAX_BALANCE = 100;

function facts(stock: number | null, limit: number | null): LoadedFacts {
  return {
    wallets: null,
    inventory: null,
    products: [
      [
        POTION,
        'potion',
        'Potion',
        'consumable',
        true,
        { COIN: 1, USD: 199 },
        stock,
        limit,
        limit === null ? null : 'day',
      ],
      [HAT, 'hat', 'Hat', 'permanent', true, { USD: 499 }, null, null, null],
      [PACK, 'pack', 'Pack', 'currency_pack', true, { USD: 99 }, null, null, null],
    ],
    currencies: [['COIN', 'virtual', MAX_BALANCE, true]],
    answers: null,
  };
}

function holdings({ stock = null, limit = null }: { stock?: number | null; limit?: number | null } = {}): Holdings {
  const accounts = [PLAYER, OTHER].map((userId) => ({
    userId,
    status: 'active' as const,
    lastSeq: 0,
    lastEntryAt: -Infinity,
  }));
  return new Holdings(accounts, facts(stock, limit));
}

const mine = { userId: PLAYER, actorId: PLAYER };
let id = 0;

function carryOut(held: Holdings, ...commands: Command[]) {
  const issued = commands.map((command) => ({ command, transactionIds: [`t${id++}`] }));
  const { receipts, ledger } = decide(held, issued, NOW);
  return {
    ledger,
    codes: receipts.map((receipt) => (receipt.accepted ? 'done' : (receipt.error as { code: string }).code)),
  };
}

const fulfil: Command = {
  kind: 'fulfil',
  ...mine,
  orderId: ORDER,
  isReserved: true,
  lines: [
    { orderLineId: POTIONS, productId: POTION, quantity: 5, coins: null },
    { orderLineId: COINS, productId: PACK, quantity: 2, coins: { currency: 'COIN', amount: 1_000 } },
    { orderLineId: ONE_HAT, productId: HAT, quantity: 1, coins: null },
  ],
};

function reverse(potions: number, coins: number, hat: number): Command {
  return {
    kind: 'reverse',
    ...mine,
    orderId: ORDER,
    cause: 'refund',
    lines: [
      { orderLineId: POTIONS, productId: POTION, reversed: potions },
      { orderLineId: COINS, productId: PACK, reversed: coins },
      { orderLineId: ONE_HAT, productId: HAT, reversed: hat },
    ],
  };
}

const use = (quantity: number): Command => ({ kind: 'use', ...mine, productId: POTION, quantity });
const topUp = (amount: number): Command => ({ kind: 'add_funds', ...mine, currency: 'COIN', amount });
const buy = (quantity: number, userId = PLAYER): Command => ({
  kind: 'purchase',
  userId,
  actorId: userId,
  productId: POTION,
  quantity,
  currency: 'COIN',
});

describe('a paid order', () => {
  it('gives every line, above what a wallet may hold, once', () => {
    const held = holdings();
    expect(carryOut(held, fulfil, fulfil).codes).toEqual(['done', 'order.already_fulfilled']);
    const player = held.player(PLAYER);
    expect([player?.quantity(POTION), player?.balance('COIN'), player?.quantity(HAT)]).toEqual([5, 1_000, 1]);
  });

  it('gives nothing when one line cannot be given', () => {
    const held = holdings();
    const hat: Command = { kind: 'grant', ...mine, grantId: null, approverId: null, productId: HAT, quantity: 1 };
    expect(carryOut(held, hat, fulfil).codes).toEqual(['done', 'inventory.already_owned']);
    expect(held.player(PLAYER)?.quantity(POTION)).toBe(0);
  });

  it('takes back what is there, and the rest is owed and repaid first from what comes in', () => {
    const held = holdings();
    carryOut(held, fulfil, use(3), reverse(5, 1_000, 1));
    const player = held.player(PLAYER);
    expect(player?.fulfilment(POTIONS)).toMatchObject({ taken: 2, owed: 3 });
    expect([player?.quantity(HAT), player?.balance('COIN')]).toEqual([0, 0]);

    const gift: Command = { kind: 'grant', ...mine, grantId: null, approverId: null, productId: POTION, quantity: 4 };
    const { ledger } = carryOut(held, gift);
    expect(ledger.map(({ amount, counterAccount }) => [amount, counterAccount])).toEqual([
      [4, 'source:grant'],
      [-3, 'sink:debt'],
    ]);
    expect(player?.fulfilment(POTIONS)).toMatchObject({ taken: 5, owed: 0 });
    expect(player?.quantity(POTION)).toBe(1);
  });

  it('leaves to a player in debt what they pay for', () => {
    const held = holdings();
    carryOut(held, fulfil, use(5), reverse(5, 0, 0), buy(2));
    expect(held.player(PLAYER)?.quantity(POTION)).toBe(2);
  });

  it('comes to the same net position in any order of reversals, uses, top-ups and a won dispute', () => {
    const move = fc.oneof(
      fc.integer({ min: 1, max: 3 }).map(use),
      fc.integer({ min: 1, max: 50 }).map(topUp),
      fc.tuple(fc.nat(5), fc.nat(1_000), fc.nat(1)).map((targets) => reverse(...targets)),
    );
    fc.assert(
      fc.property(fc.array(move, { maxLength: 30 }), (moves) => {
        const held = holdings();
        const { ledger } = carryOut(held, fulfil, ...moves, reverse(5, 1_000, 1), reverse(0, 0, 0));
        const player = held.player(PLAYER);
        for (const line of [POTIONS, COINS, ONE_HAT])
          expect(player?.fulfilment(line)).toMatchObject({ taken: 0, owed: 0 });
        const sum = (counters: string[]) =>
          ledger
            .filter(({ counterAccount }) => counters.includes(counterAccount))
            .reduce((all, { amount }) => all + amount, 0);
        expect(sum(['sink:reversal', 'source:reversal', 'sink:debt'])).toBe(0);
        expect(player?.quantity(HAT)).toBe(1);
      }),
    );
  });
});

describe('what is limited', () => {
  const line = (quantity: number) => ({ orderLineId: POTIONS, productId: POTION, quantity });
  const reserve = (...quantities: number[]): Command => ({
    kind: 'reserve',
    ...mine,
    orderId: ORDER,
    at: AT,
    lines: quantities.map(line),
  });
  const release = (quantity: number): Command => ({
    kind: 'release',
    ...mine,
    orderId: ORDER,
    lines: [line(quantity)],
  });

  it('is never oversold, also when one order names it twice', () => {
    const held = holdings({ stock: 5 });
    carryOut(held, topUp(100), { ...topUp(100), userId: OTHER, actorId: OTHER });
    expect(carryOut(held, reserve(3, 3), reserve(2, 2), buy(2), buy(1, OTHER), buy(1)).codes).toEqual([
      'product.out_of_stock',
      'done',
      'product.out_of_stock',
      'done',
      'product.out_of_stock',
    ]);
  });

  it('comes back when an unpaid order ends, and is kept for the one that is paid', () => {
    const held = holdings({ stock: 5, limit: 5 });
    const late: Command = { ...fulfil, isReserved: false };
    expect(carryOut(held, reserve(5), release(5), late, reserve(1)).codes).toEqual([
      'done',
      'done',
      'done',
      'product.out_of_stock',
    ]);
  });

  it('is limited for each player', () => {
    const held = holdings({ limit: 2 });
    carryOut(held, topUp(100), { ...topUp(100), userId: OTHER, actorId: OTHER });
    expect(carryOut(held, buy(2), buy(1), buy(2, OTHER), reserve(1)).codes).toEqual([
      'done',
      'product.limit_reached',
      'done',
      'product.limit_reached',
    ]);
  });

  it('is not taken by what is only tried out, nor by a batch that fails', () => {
    const held = holdings({ stock: 2 });
    carryOut(held, topUp(100));
    const batch = (...commands: Command[]) => ({ kind: 'batch', ...mine, commands }) as Command;
    const tried = { ...buy(2), dryRun: true } as Command;
    const failing = decide(held, [{ command: batch(buy(2), use(9)), transactionIds: ['x1', 'x2'] }], NOW).receipts[0];
    expect(failing.accepted).toBe(false);
    expect(carryOut(held, tried, buy(2), buy(1)).codes).toEqual(['done', 'done', 'product.out_of_stock']);
  });
});
