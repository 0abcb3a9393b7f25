/** Digits, and perhaps more of them behind a point; nothing else, so no sign and no exponent. */
const DECIMAL = /^(\d{1,16})(?:\.(\d{1,12}))?$/;

/**
 * An amount written in decimal as so many smallest units, exactly: never by way of a binary fraction.
 *
 * @param written as Xsolla sends it: text such as `9.9900`, or a JSON number
 * @param scale decimal places of the currency
 * @returns null when it is no such amount, or not a whole number of smallest units
 */
export function minorUnits(written: unknown, scale: number): number | null {
  if (typeof written !== 'string' && typeof written !== 'number') return null;
  const [, whole, fraction = ''] = DECIMAL.exec(String(written)) ?? [];
  if (whole === undefined) return null;
  const kept = fraction.slice(0, scale).padEnd(scale, '0');
  if (/[1-9]/.test(fraction.slice(scale))) return null;
  const units = Number(whole + kept);
  return Number.isSafeInteger(units) ? units : null;
}

/** The same amount in decimal, as Xsolla writes it: `199` cents are `1.99`. */
export function decimal(units: number, scale: number): string {
  const digits = String(units).padStart(scale + 1, '0');
  return scale === 0 ? digits : `${digits.slice(0, -scale)}.${digits.slice(-scale)}`;
}
