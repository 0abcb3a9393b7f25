import type { BooksReport } from '../books/verification';
import { type Fate, FATES_IN_WORDS } from './fates';
import type { Ending, PlayerEnding } from './simulation';
import type { Counted, Tally } from './tally';

const MAX_SHOWN = 20;

const INJECTED: Readonly<Record<Counted, string>> = {
  told: 'told by the provider, or asked',
  copies: 'copies sent at the same time',
  reordered: 'orders told in another order',
  delayed: 'delayed',
  forged: 'forged, to be refused',
  mispriced: 'with another sum, to be refused',
  cut: 'line cut before the answer, then sent again',
  killed: 'Florin killed (kill -9) and started again',
  refused_as_due: 'refused, as was due',
  sent_again: 'refused, and sent again at the end',
  limited: 'answered 429 and sent again',
  faults: 'answered 5xx and sent again',
};

export interface Outcome {
  tally: Tally;
  orders: readonly Ending[];
  players: readonly PlayerEnding[];
  books: Pick<BooksReport, 'balanced' | 'checks' | 'entries'>;
  seconds: number;
}

/** Whether nothing is left to be explained. */
export function isGood({ orders, players, books }: Outcome): boolean {
  const isExplained = orders.every((order) => order.isExplained);
  return isExplained && players.every(({ differences }) => differences.length === 0) && books.balanced;
}

/** What was done, what became of it, and whether the books agree. */
export function report(outcome: Outcome): string[] {
  const { tally, orders, players, books, seconds } = outcome;
  return [
    ...table(['Injected', 'times'], injectedRows(tally)),
    '',
    ...table(['What the order was to be', 'orders', 'what it is', 'explained'], orderRows(orders)),
    '',
    ...orderFaults(orders),
    ...playerLines(players),
    ...booksLines(books),
    `${orders.length} orders in ${seconds.toFixed(1)} s.`,
  ];
}

function injectedRows(tally: Tally): string[][] {
  return (Object.keys(INJECTED) as Counted[]).map((what) => [INJECTED[what], String(tally.of(what))]);
}

function orderRows(orders: readonly Ending[]): string[][] {
  const rows = new Map<string, { fate: Fate; state: string; orders: number; explained: number }>();
  for (const { planned, status, attention, isExplained } of orders) {
    const state = attention === null ? status : `${status} (${attention})`;
    const key = `${planned.fate} ${state}`;
    const row = rows.get(key) ?? { fate: planned.fate, state, orders: 0, explained: 0 };
    rows.set(key, { ...row, orders: row.orders + 1, explained: row.explained + (isExplained ? 1 : 0) });
  }
  const places = Object.keys(FATES_IN_WORDS);
  const sorted = [...rows.values()].toSorted((one, other) => places.indexOf(one.fate) - places.indexOf(other.fate));
  const all = [...rows.values()].reduce((sum, { explained }) => sum + explained, 0);
  return [
    ...sorted.map(({ fate, state, orders: count, explained }) => {
      return [FATES_IN_WORDS[fate], String(count), state, explained === count ? 'yes' : `${explained} of ${count}`];
    }),
    ['all', String(orders.length), '', all === orders.length ? 'yes' : `${all} of ${orders.length}`],
  ];
}

function orderFaults(orders: readonly Ending[]): string[] {
  const faulty = orders.filter(({ isExplained }) => !isExplained);
  if (faulty.length === 0) return ['Every order is explained.'];
  return [
    `${faulty.length} orders are not explained, the first of them:`,
    ...faulty
      .slice(0, MAX_SHOWN)
      .map(
        ({ planned, orderId, problems }) =>
          `  ${planned.index} ${orderId ?? '–'} (${planned.fate}): ${problems.join('; ')}`,
      ),
  ];
}

function playerLines(players: readonly PlayerEnding[]): string[] {
  const wrong = players.filter(({ differences }) => differences.length > 0);
  const debtors = players.filter(({ isInDebt }) => isInDebt).length;
  if (wrong.length === 0)
    return [
      `All ${players.length} players hold, less what they owe, what they should; ${debtors} of them owe something.`,
    ];
  return [
    `${wrong.length} of ${players.length} players hold something else than they should:`,
    ...wrong.slice(0, MAX_SHOWN).map(({ playerId, differences }) => `  ${playerId}: ${differences.join('; ')}`),
  ];
}

function booksLines({ balanced, checks, entries }: Outcome['books']): string[] {
  if (balanced) return [`The books balance: ${checks.length} checks, ${entries} entries.`];
  const broken = checks.filter(({ violations }) => violations > 0);
  return [
    'The books do not balance:',
    ...broken.map(
      ({ name, proves, violations, first }) => `  ${name}: ${proves}; ${violations}, first ${JSON.stringify(first)}`,
    ),
  ];
}

function table(head: readonly string[], rows: readonly (readonly string[])[]): string[] {
  const widths = head.map((title, at) => Math.max(title.length, ...rows.map((row) => row[at].length)));
  const isFigure = (at: number) => at === 1;
  const line = (row: readonly string[]) =>
    row
      .map((cell, at) => (isFigure(at) ? cell.padStart(widths[at]) : cell.padEnd(widths[at])))
      .join('  ')
      .trimEnd();
  return [line(head), line(widths.map((width) => '-'.repeat(width))), ...rows.map(line)];
}
