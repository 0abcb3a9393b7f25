import { NO_MISHAPS } from './chaos';
import { expectationOf } from './expectation';
import { planOrder } from './plan';
import { Progress, progressLine } from './progress';
import { isGood, type Outcome, report } from './report';
import type { Ending } from './simulation';
import { Tally } from './tally';

const planned = { ...planOrder({ provider: 'sandbox', seed: 1, players: 1, chaos: [] }, 0), fate: 'paid' as const };
const paid = {
  planned: { ...planned, acts: [{ act: { by: 'provider', kind: 'paid', attempt: 1 }, mishaps: NO_MISHAPS }] },
  player: undefined as never,
  orderId: 'an order',
  expectation: expectationOf('sandbox', planned),
  problems: [],
  status: 'fulfilled',
  attention: null,
  isExplained: true,
} satisfies Ending;

const outcome = (over: Partial<Outcome> = {}): Outcome => ({
  tally: new Tally(),
  orders: [paid, paid],
  players: [{ playerId: 'somebody', differences: [], isInDebt: false }],
  books: { balanced: true, checks: [], entries: 4 },
  seconds: 1.25,
  ...over,
});

describe('the report', () => {
  it('is good when every order is explained, everybody holds what they should and the books balance', () => {
    expect(isGood(outcome())).toBe(true);
    expect(report(outcome()).join('\n')).toMatch(
      /paid +2 +fulfilled +yes[^]*Every order is explained\.[^]*2 orders in 1\.3 s/,
    );
  });

  it.each<[string, Partial<Outcome>, RegExp]>([
    [
      'an order',
      { orders: [paid, { ...paid, isExplained: false, problems: ['it is odd'] }] },
      /an order \(paid\): it is odd/,
    ],
    [
      'a player',
      { players: [{ playerId: 'somebody', differences: ['COIN: 1 expected, 2 found'], isInDebt: true }] },
      /somebody: COIN: 1/,
    ],
    ['the books', { books: { balanced: false, checks: [], entries: 4 } }, /The books do not balance/],
  ])('is not good when %s is not as it should be, and says so', (_, over, words) => {
    expect(isGood(outcome(over))).toBe(false);
    expect(report(outcome(over)).join('\n')).toMatch(words);
  });
});

describe('the progress', () => {
  it('is a bar on a terminal, and now and then a line elsewhere', () => {
    const shown = (isTTY: boolean) => {
      let [text, time] = ['', 1_000_000];
      const progress = new Progress(
        { isTTY, write: (chunk: unknown) => ((text += String(chunk)), true) },
        4,
        () => time,
      );
      for (let done = 1; done <= 4; done++, time += 1_000) progress.show(done, 'told');
      return text;
    };
    expect(shown(true).match(/\r/g)).toHaveLength(4);
    expect(shown(false).trim().split('\n')).toEqual([progressLine(1, 4, 'told'), progressLine(4, 4, 'told')]);
    expect(progressLine(7, Infinity, 'told')).toBe('7 orders  told');
    expect(progressLine(1, 4, 'told')).toBe(`[${'='.repeat(8)}${' '.repeat(24)}] 25 %  1 of 4 orders  told`);
  });
});
