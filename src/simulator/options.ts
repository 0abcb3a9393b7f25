import { parseArgs } from 'node:util';
import { UsageError } from '../platform/cli/cli-command';
import { CHAOS, type Chaos } from './chaos';
import { type ProviderName, PROVIDERS } from './providers';

export interface Options {
  provider: ProviderName;
  /** Infinity: until somebody ends it. */
  orders: number;
  seed: number;
  chaos: readonly Chaos[];
  players: number;
  /** How long from one order to the next; undefined: as fast as it goes. */
  everyMs: number | undefined;
  /** Undefined: where the settings say that Florin answers. */
  url: string | undefined;
  isOwn: boolean;
  staffTokenFile: string | undefined;
}

const WHO = `--provider ${PROVIDERS.join('|')}`;

export const USAGE = [
  `${WHO} [--orders 200] [--seed 42] [--players 20] [--url http://127.0.0.1:3000] [--chaos ${CHAOS.join(',')}|all]`,
  `${WHO} --every 3s   (a steady stream, until Ctrl-C)`,
  `${WHO} --own        (starts a Florin for itself, as chaos with kill does)`,
  `${WHO} --staff-token-file <file>   (asks GET /admin/books for the verdict)`,
];

const UNITS = { ms: 1, s: 1_000, m: 60_000 };
const MAX_ORDERS = 1_000_000;
const MAX_PLAYERS = 500;

/** @throws UsageError */
export function optionsOf(args: readonly string[]): Options {
  const given = parsed(args);
  const every = given.every === undefined ? undefined : duration(given.every);
  const chaos = given.chaos === undefined ? [] : chaosOf(given.chaos);
  const orders = given.orders === undefined ? undefined : whole('--orders', given.orders, 1, MAX_ORDERS);
  if (chaos.includes('kill') && every !== undefined && orders === undefined)
    throw new UsageError('With kill the run must have an end: say how many --orders.');
  return {
    provider: providerOf(given.provider),
    orders: orders ?? (every === undefined ? 200 : Infinity),
    seed: whole('--seed', given.seed ?? '42', 0, 2 ** 31 - 1),
    players: whole('--players', given.players ?? '20', 1, MAX_PLAYERS),
    chaos,
    everyMs: every,
    url: given.url === undefined ? undefined : addressOf(given.url),
    isOwn: given.own ?? false,
    staffTokenFile: given['staff-token-file'],
  };
}

function parsed(args: readonly string[]) {
  const text = { type: 'string' } as const;
  const options = {
    provider: text,
    orders: text,
    seed: text,
    chaos: text,
    players: text,
    every: text,
    url: text,
    'staff-token-file': text,
    own: { type: 'boolean' },
  } as const;
  try {
    return parseArgs({ args: [...args], options, strict: true }).values;
  } catch (error) {
    throw new UsageError((error as Error).message);
  }
}

function providerOf(text: string | undefined): ProviderName {
  const known = PROVIDERS.find((each) => each === text);
  if (known === undefined) throw new UsageError(`--provider is one of ${PROVIDERS.join(', ')}.`);
  return known;
}

function chaosOf(text: string): Chaos[] {
  if (text === 'all') return [...CHAOS];
  const names = text.split(',').map((name) => name.trim());
  const unknown = names.find((name) => !CHAOS.some((each) => each === name));
  if (unknown !== undefined) throw new UsageError(`--chaos is made of ${CHAOS.join(', ')}, or is all; not ${unknown}.`);
  return CHAOS.filter((each) => names.includes(each));
}

function whole(name: string, text: string, min: number, max: number): number {
  const value = /^\d{1,10}$/.test(text) ? Number(text) : NaN;
  if (value >= min && value <= max) return value;
  throw new UsageError(`${name} is a whole number from ${min} to ${max}.`);
}

function duration(text: string): number {
  const [, digits, unit] = /^(\d{1,6})(ms|s|m)$/.exec(text) ?? [];
  const ms = Number(digits) * (UNITS[unit as keyof typeof UNITS] ?? NaN);
  if (ms > 0) return ms;
  throw new UsageError('--every is a time such as 3s, 500ms or 1m.');
}

function addressOf(text: string): string {
  if (URL.canParse(text) && /^https?:\/\//.test(text)) return text.replace(/\/+$/, '');
  throw new UsageError('--url is the address of a Florin, such as http://127.0.0.1:3000.');
}
