import type { Random } from './random';

export const SampleTime = {
  /** From seconds since 1970. */
  plain: (at: number): string => new Date(at * 1_000).toISOString().replace('.000Z', 'Z'),
  withBlank: (at: number): string => SampleTime.plain(at).replace('T', ' ').replace('Z', ''),
  inBerlin: (at: number): string => SampleTime.plain(at + 7_200).replace('Z', '+02:00'),
  withParts: (at: number): string => SampleTime.plain(at).replace('Z', '.250Z'),
};

/** The same time, written as one of the systems does. */
export function timeCell(random: Random, at: number): string {
  const way = random.next();
  if (way < 0.95) return SampleTime.plain(at);
  if (way < 0.98) return SampleTime.withBlank(at);
  return way < 0.995 ? SampleTime.inBerlin(at) : SampleTime.withParts(at);
}

/** Mostly with a decimal point. */
export function amount(random: Random, cents: number): string {
  const text = (cents / 100).toFixed(2);
  const way = random.next();
  if (way < 0.97) return text;
  return way < 0.99 ? `"${text.replace('.', ',')}"` : ` ${text}0 `;
}

export function campaignCell(random: Random, campaign: number): string {
  const name = `Campaign_${String(campaign).padStart(2, '0')}`;
  const way = random.next();
  if (way < 0.94) return name;
  if (way < 0.96) return name.toLowerCase();
  if (way < 0.98) return ` ${name.toUpperCase()}  `;
  return random.pick(['', '=1+1', '"Spring, sale"', '"the ""big"" one"', '@home', 'Été_é']);
}

export function receiptCell(random: Random, receipt: string | null): string {
  if (receipt === null) return '';
  return random.chance(0.01) ? ` ${receipt} ` : receipt;
}

export function quote(cell: string): string {
  return /[",\n]/.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
}
