/**
 * An amount of the smallest unit as people read it: 199 at scale 2 is 1.99. Exact: no float is made of it. Where the scale
 * is not known no number is shown: it would be wrong by a hundred.
 */
export function amountText(amount: number | string | bigint, scale: number | null, language: string): string {
  if (scale === null) return '…';
  const units = BigInt(amount);
  const digits = (units < 0n ? -units : units).toString().padStart(scale + 1, '0');
  const whole = new Intl.NumberFormat(language).format(BigInt(digits.slice(0, digits.length - scale)));
  const fraction = scale === 0 ? '' : decimalMark(language) + digits.slice(digits.length - scale);
  return `${units < 0n ? '\u2212' : ''}${whole}${fraction}`;
}

/** The same, short and not exact, for an axis: 1199000 at scale 2 is 11.99K. */
export function shortAmountText(amount: number, scale: number | null, language: string): string {
  if (scale === null) return '…';
  const number = new Intl.NumberFormat(language, { notation: 'compact', maximumFractionDigits: 2 });
  return number.format(amount / 10 ** scale);
}

/**
 * What somebody typed, in the smallest unit; null for what is no amount of so many decimals, or while nobody knows how many.
 */
export function amountOf(text: string, scale: number | null): number | null {
  if (scale === null) return null;
  const match = /^(\d{1,16})(?:[.,](\d+))?$/.exec(text.replace(/[\s\u00a0\u202f]/g, ''));
  if (match === null) return null;
  const [, whole, fraction = ''] = match;
  if (fraction.length > scale) return null;
  const amount = Number(whole + fraction.padEnd(scale, '0'));
  return Number.isSafeInteger(amount) ? amount : null;
}

function decimalMark(language: string): string {
  return new Intl.NumberFormat(language).formatToParts(1.5).find(({ type }) => type === 'decimal')?.value ?? '.';
}
