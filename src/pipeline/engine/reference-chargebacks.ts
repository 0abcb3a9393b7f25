import { order, type Told } from './reference-curate';

/** A chargeback that is told twice is one. */
export function distinct(rows: readonly Told[]): Told[] {
  const keyOf = ({ device, event, at, revenue, receipt }: Told) => [device, event, at, revenue, receipt].join('\n');
  return [...new Map(rows.toReversed().map((row) => [keyOf(row), row])).values()];
}

/**
 * Rule 2, one chargeback after the other, the earliest first: all of them look on their own device, then whoever found
 * nothing looks everywhere, and each takes the earliest purchase with its receipt that nobody took.
 */
export function originalsOf(curated: readonly Told[], chargebacks: readonly Told[]): Map<Told, Told> {
  const originals = new Map<Told, Told>();
  const free = new Map<string, Told[]>();
  const early = ({ at, device, event, revenue }: Told) => [at, device, event, revenue];
  const inOrder = (rows: readonly Told[]) => rows.toSorted((a, b) => order(early(a), early(b)));
  for (const row of inOrder(curated))
    for (const receipt of row.receipts) free.set(receipt, [...(free.get(receipt) ?? []), row]);
  const taken = new Set<Told>();
  for (const anywhere of [false, true]) {
    for (const chargeback of inOrder(chargebacks)) {
      const known = originals.has(chargeback) ? [] : (free.get(chargeback.receipt ?? '') ?? []);
      const original = known.find((row) => !taken.has(row) && (anywhere || row.device === chargeback.device));
      if (original === undefined) continue;
      originals.set(chargeback, original);
      taken.add(original);
    }
  }
  return originals;
}
