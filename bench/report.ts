import type { Sample } from './sample';
import { median } from './statistics';

/** Samples of all rounds, by the name of their case. */
export type Results = ReadonlyMap<string, readonly Sample[]>;

interface Aim {
  name: string;
  aim: string;
  value: number;
  isMet: boolean;
}

/** A line per case: medians of the rounds, and where the CPU time went, in microseconds a purchase or answer. */
export function table(results: Results): string {
  const head = ['', 'per second', '[min-max]', 'p50 ms', 'p99 ms', 'app us', 'pg us', 'client us', 'others'];
  const rows = [...results].map(([name, samples]) => {
    const rates = samples.map(({ perSecond }) => perSecond);
    const each = (part: 'app' | 'postgres' | 'client') =>
      median(samples.map(({ cpu, perSecond, seconds }) => (cpu[part] * 1e6) / (perSecond * seconds))).toFixed(0);
    const others = median(samples.map(({ cpu, seconds }) => cpu.others / seconds));
    return [
      name,
      whole(median(rates)),
      `[${whole(Math.min(...rates))}-${whole(Math.max(...rates))}]`,
      milliseconds(samples, 'p50Ms'),
      milliseconds(samples, 'p99Ms'),
      each('app'),
      each('postgres'),
      each('client'),
      `${others.toFixed(2)} core`,
    ];
  });
  return aligned([head, ...rows]);
}

export function outboxLine(results: Results): string {
  const lags = [...results.values()].flat().flatMap(({ outbox }) => outbox ?? []);
  if (lags.length === 0) return '';
  const worst = (part: 'worst' | 'drain') => Math.max(...lags.map((lag) => lag[part])).toFixed(2);
  const usual = median(lags.map((lag) => lag.median)).toFixed(3);
  return `outbox: lag ${usual} s (median), ${worst('worst')} s (worst); drained at most ${worst('drain')} s after a load`;
}

/** The ratios that issue 2 asks for, against the best client count of the function. */
export function ratios(results: Results): string {
  const rate = (name: string) => median((results.get(name) ?? []).map(({ perSecond }) => perSecond));
  const p50 = (name: string) => median((results.get(name) ?? []).map(({ p50Ms }) => p50Ms));
  const p99 = (name: string) => median((results.get(name) ?? []).map(({ p99Ms }) => p99Ms));
  const best = (name: string) => Math.max(rate(`${name}, 8`), rate(`${name}, 64`));
  const aims = [
    atLeast('spread, 64 connections / best function', rate('purchases, 64') / best('floor function'), 1.1),
    atLeast('spread, 256 connections / best function', rate('purchases, 256') / best('floor function'), 1.5),
    atLeast('hot player, 64 connections / best hot function', rate('hot player, 64') / best('hot floor function'), 4),
    atLeast('hot player, 256 connections / best hot function', rate('hot player, 256') / best('hot floor function'), 4),
    atMost('idle p50 / idle function p50', p50('idle, 1') / p50('idle floor function, 1'), 3),
    atLeast('cached inventory / bare answer', rate('inventory, 64') / rate('bare answer, 64'), 0.75),
    atMost('p99 / p50, 64 connections', p99('purchases, 64') / p50('purchases, 64'), 5),
    atMost('p99 / p50, 256 connections', p99('purchases, 256') / p50('purchases, 256'), 5),
    asItIs(
      'events one by one, 64 connections / rows one by one',
      rate('events single, 64') / best('events floor insert'),
    ),
    asItIs('events by 100, 8 connections / COPY', rate('events by 100, 8') / rate('events floor copy, 1')),
  ];
  const measured = aims.filter(({ value }) => !Number.isNaN(value));
  return aligned([
    ['ratio', '', 'aim', ''],
    ...measured.map(({ name, value, aim, isMet }) => [name, value.toFixed(2), aim, aim && (isMet ? 'met' : 'MISSED')]),
  ]);
}

const atLeast = (name: string, value: number, aim: number): Aim => ({
  name,
  value,
  aim: `>= ${aim}`,
  isMet: value >= aim,
});

const atMost = (name: string, value: number, aim: number): Aim => ({
  name,
  value,
  aim: `<= ${aim}`,
  isMet: value <= aim,
});

/** Nobody has asked for so much or so little. */
const asItIs = (name: string, value: number): Aim => ({ name, value, aim: '', isMet: true });

const whole = (value: number): string => value.toFixed(0);

const milliseconds = (samples: readonly Sample[], part: 'p50Ms' | 'p99Ms'): string =>
  median(samples.map((sample) => sample[part])).toFixed(2);

/** The first column to the left, numbers to the right. */
function aligned(rows: readonly string[][]): string {
  const widths = rows[0].map((_, column) => Math.max(...rows.map((row) => row[column].length)));
  const cell = (text: string, column: number) =>
    column === 0 ? text.padEnd(widths[column]) : text.padStart(widths[column]);
  return rows.map((row) => row.map(cell).join('  ').trimEnd()).join('\n');
}
