import { clean, momentOf, moneyOf } from './reference-values';
import { type ReferenceRecord } from './reference-csv';

/** A purchase, a confirmation or a chargeback. */
export interface Told {
  line: number;
  device: string;
  event: string;
  at: bigint;
  revenue: bigint;
  campaign: string;
  receipt: string | null;
}

export interface ReferencePurchases {
  curated: Told[];
  chargebacks: Told[];
  duplicates: number;
  filtered: number;
  rejected: number[];
}

/** Null when it cannot be read. */
export function toldBy({ line, cells }: ReferenceRecord): Told | null {
  if (cells === undefined) return null;
  const device = clean(cells.appsflyer_id);
  const at = momentOf(cells.event_time_utc);
  const revenue = moneyOf(cells.revenue_usd);
  if (device === '' || at === null || revenue === null) return null;
  const receipt = clean(cells.receipt_id);
  return {
    line,
    device,
    event: clean(cells.event_name).toLowerCase(),
    at,
    revenue,
    campaign: clean(cells.campaign),
    receipt: receipt === '' ? null : receipt,
  };
}

/** Rule 1, one row after the other. */
export function curateSlowly(records: readonly ReferenceRecord[], dedupe: 'receipt' | 'event'): ReferencePurchases {
  const found: ReferencePurchases = { curated: [], chargebacks: [], duplicates: 0, filtered: 0, rejected: [] };
  let sales: Told[] = [];
  for (const record of records) {
    const kind = kindOf(record);
    const told = kind === 'other' ? null : toldBy(record);
    if (kind !== 'other' && told === null) found.rejected.push(record.line);
    else if (kind === 'chargeback' && told !== null) {
      found.filtered += 1;
      found.chargebacks.push(told);
    } else if (told !== null && told.revenue > 0n) sales.push(told);
    else found.filtered += 1;
  }
  const all = sales.length;
  sales = firstOfEach(
    sales.toSorted((a, b) => order([a.receipt, a.campaign], [b.receipt, b.campaign])),
    ({ device, at, event, revenue }) => `${device}\n${at}\n${event}\n${revenue}`,
  );
  if (dedupe === 'receipt') {
    sales = firstOfEach(
      sales.toSorted((a, b) => order([a.at, a.event, a.revenue, a.campaign], [b.at, b.event, b.revenue, b.campaign])),
      ({ device, receipt, line }) => (receipt === null ? `line ${line}` : `${device}\n${receipt}`),
    );
  }
  found.curated = sales.toSorted((a, b) => a.line - b.line);
  found.duplicates = all - sales.length;
  return found;
}

function kindOf({ cells }: ReferenceRecord): 'sale' | 'chargeback' | 'other' | 'none' {
  if (cells === undefined) return 'none';
  const status = clean(cells.status).toLowerCase();
  if (status === 'chargeback') return 'chargeback';
  const event = clean(cells.event_name).toLowerCase();
  return status === 'success' && (event === 'purchase' || event === 'af_purchase') ? 'sale' : 'other';
}

function firstOfEach(rows: readonly Told[], keyOf: (row: Told) => string): Told[] {
  const first = new Map<string, Told>();
  for (const row of rows) if (!first.has(keyOf(row))) first.set(keyOf(row), row);
  return [...first.values()];
}

type Key = string | bigint | null;

/** Null is last; texts by their bytes. */
export function order(one: readonly Key[], other: readonly Key[]): number {
  for (const [index, a] of one.entries()) {
    const b = other[index];
    if (a === b) continue;
    if (a === null || b === null) return a === null ? 1 : -1;
    if (typeof a === 'string' && typeof b === 'string') return Buffer.compare(Buffer.from(a), Buffer.from(b));
    return a < b ? -1 : 1;
  }
  return 0;
}
