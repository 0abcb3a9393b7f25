import { order, type Told } from './reference-curate';
import { matchSlowly } from './reference-matching';

export interface ReferencePair {
  purchase: Told;
  confirmation: Told;
  by: 'receipt' | 'device';
}

const REACH = 600_000_000n;

/** Rule 3: first whoever carries the same receipt, if it is one, then whoever is left of a device. */
export function reconcileSlowly(purchases: readonly Told[], confirmations: readonly Told[]): ReferencePair[] {
  const payments = confirmations.filter(({ revenue }) => revenue >= 0n);
  const none = new Set([...placeholders(purchases), ...placeholders(payments)]);
  const first = pairIn(purchases, payments, ({ receipt }) => (none.has(receipt) ? null : receipt), 'receipt');
  const taken = new Set(first.flatMap(({ purchase, confirmation }) => [purchase, confirmation]));
  const left = (rows: readonly Told[]) => rows.filter((row) => !taken.has(row));
  return [...first, ...pairIn(left(purchases), left(payments), ({ device }) => device, 'device', REACH)];
}

/** Receipts that more than four devices carry. */
function placeholders(rows: readonly Told[]): (string | null)[] {
  const devices = new Map<string | null, Set<string>>();
  for (const { receipt, device } of rows) devices.set(receipt, (devices.get(receipt) ?? new Set()).add(device));
  return [...devices.keys()].filter((receipt) => (devices.get(receipt)?.size ?? 0) > 4);
}

function pairIn(
  purchases: readonly Told[],
  confirmations: readonly Told[],
  keyOf: (row: Told) => string | null,
  by: ReferencePair['by'],
  reach?: bigint,
): ReferencePair[] {
  const others = groups(confirmations, keyOf);
  return [...groups(purchases, keyOf)].flatMap(([key, mine]) => {
    const theirs = others.get(key) ?? [];
    return clusters(mine, theirs, reach).flatMap(([some, partners]) =>
      matchSlowly(some.map(asPoint), partners.map(asPoint), reach).flatMap((j, i) =>
        j < 0 ? [] : [{ purchase: some[i], confirmation: partners[j], by }],
      ),
    );
  });
}

/** In the order in which ties are decided. */
function groups(rows: readonly Told[], keyOf: (row: Told) => string | null): Map<string, Told[]> {
  const found = new Map<string, Told[]>();
  for (const row of rows.toSorted((a, b) => order(tieKey(a), tieKey(b)))) {
    const key = keyOf(row);
    if (key !== null) found.set(key, [...(found.get(key) ?? []), row]);
  }
  return found;
}

/** Of one group device or receipt are the same, so that whichever is not does the telling apart. */
const tieKey = (row: Told) => [row.at, row.receipt, row.device, row.revenue, row.campaign, row.event];

const asPoint = ({ at }: Told) => ({ at, rest: '' });

/** What is further apart than the reach from all others need not be looked at together. */
function clusters(purchases: readonly Told[], confirmations: readonly Told[], reach?: bigint): [Told[], Told[]][] {
  if (reach === undefined) return [[[...purchases], [...confirmations]]];
  const found: [Told[], Told[]][] = [];
  let last: bigint | undefined;
  const both = [...purchases.map((row) => ({ row, side: 0 })), ...confirmations.map((row) => ({ row, side: 1 }))];
  for (const { row, side } of both.toSorted((a, b) => order([a.row.at], [b.row.at]))) {
    if (last === undefined || row.at - last > reach) found.push([[], []]);
    found[found.length - 1][side].push(row);
    last = row.at;
  }
  return found;
}
