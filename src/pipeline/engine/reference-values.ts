/** Money is a whole number of billionths. */
export const ONE = 1_000_000_000n;

const TEN_DIGITS = 10_000_000_000n;

export const clean = (cell: string | undefined): string => (cell ?? '').replace(/^[ \t\r\n]+|[ \t\r\n]+$/g, '');

export function moneyOf(cell: string | undefined): bigint | null {
  const found = /^([+-]?)(\d{0,9})(?:[.,](\d{0,9})0*)?$/.exec(clean(cell));
  if (found === null || (found[2] === '' && (found[3] ?? '') === '')) return null;
  const [, sign, whole, part = ''] = found;
  const amount = BigInt(whole === '' ? '0' : whole) * ONE + BigInt(part.padEnd(9, '0'));
  return sign === '-' ? -amount : amount;
}

/** Microseconds since 1970. */
export function momentOf(cell: string | undefined): bigint | null {
  const found =
    /^(\d{4}-\d\d-\d\d)[T ](\d\d:\d\d)(?::(\d\d)(?:[.,](\d{1,6}))?)?(Z|z| UTC|([+-]\d\d)(?::?(\d\d))?)?$/.exec(
      clean(cell),
    );
  if (found === null) return null;
  const [, date, minutes, seconds = '00', part = '', , zoneHours, zoneMinutes = '00'] = found;
  const day = dayOf(date);
  const ms = Date.parse(`${date}T${minutes}:${seconds}Z`);
  if (day === null || Number.isNaN(ms)) return null;
  const zone =
    zoneHours === undefined
      ? 0n
      : BigInt(Number(zoneHours) * 60 + Math.sign(Number(`${zoneHours[0]}1`)) * Number(zoneMinutes));
  return BigInt(ms) * 1_000n + BigInt(part.padEnd(6, '0')) - zone * 60_000_000n;
}

export function dayOf(cell: string | undefined): string | null {
  const text = clean(cell);
  if (!/^\d{4}-\d\d-\d\d$/.test(text)) return null;
  const ms = Date.parse(`${text}T00:00:00Z`);
  return !Number.isNaN(ms) && new Date(ms).toISOString().startsWith(text) ? text : null;
}

export const dateAt = (moment: bigint): string => new Date(Number(moment / 1_000n)).toISOString().slice(0, 10);

export function moneyText(amount: bigint): string {
  const digits = (amount < 0n ? -amount : amount).toString().padStart(10, '0');
  const part = digits.slice(-9).replace(/0+$/, '').padEnd(2, '0');
  return `${amount < 0n ? '-' : ''}${digits.slice(0, -9)}.${part}`;
}

export function momentText(moment: bigint): string {
  const text = new Date(Number(moment / 1_000n)).toISOString().slice(0, 19);
  const part = (moment % 1_000_000n).toString().padStart(6, '0').replace(/0+$/, '');
  return `${text}${part === '' ? '' : `.${part}`}Z`;
}

/** To ten decimals, halves away from zero: in ten-billionths. */
export function ratioOf(a: bigint, b: bigint | null): bigint | null {
  if (b === null || b <= 0n) return null;
  const sign = a < 0n ? -1n : 1n;
  return (a * TEN_DIGITS * 2n + sign * b) / (2n * b);
}

export function ratioText(ratio: bigint | null): string | null {
  if (ratio === null) return null;
  const digits = (ratio < 0n ? -ratio : ratio).toString().padStart(11, '0');
  return `${ratio < 0n ? '-' : ''}${digits.slice(0, -10)}.${digits.slice(-10)}`;
}
