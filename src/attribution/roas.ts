const DECIMALS = 6;
const SCALE = 10n ** BigInt(DECIMALS);

/**
 * Return on ad spend: revenue over cost, both whole numbers of smallest units, rounded half away from zero to six
 * decimals. Without a cost, or with none to divide by, there is none.
 */
export function roasOf(revenue: bigint, cost: bigint | null): number | null {
  if (cost === null || cost <= 0n) return null;
  const magnitude = ((revenue < 0n ? -revenue : revenue) * SCALE * 2n + cost) / (cost * 2n);
  return Number(revenue < 0n ? -magnitude : magnitude) / Number(SCALE);
}
