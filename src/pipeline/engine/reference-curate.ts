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
  /** All receipts of the rows that are this purchase. */
  receipts: string[];
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
    receipts: receipt === '' ? [] : [receipt],
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
  sales = samePurchases(sales, dedupe).map(earliest);
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

/** Rows of one device are one purchase when they are alike, or each is like another of them. */
function samePurchases(sales: readonly Told[], dedupe: 'receipt' | 'event'): Told[][] {
  const alike = (a: Told, b: Told) =>
    (a.at === b.at && a.event === b.event && a.revenue === b.revenue) ||
    (dedupe === 'receipt' && a.receipt !== null && a.receipt === b.receipt);
  const devices = new Map<string, Told[][]>();
  for (const row of sales) {
    const known = devices.get(row.device) ?? [];
    const same = known.filter((rows) => rows.some((other) => alike(row, other)));
    devices.set(row.device, [...known.filter((rows) => !same.includes(rows)), [...same.flat(), row]]);
  }
  return [...devices.values()].flat();
}

function earliest(rows: readonly Told[]): Told {
  const keys = ({ at, event, revenue, receipt, campaign, line }: Told) => [
    at,
    event,
    revenue,
    receipt,
    campaign,
    BigInt(line),
  ];
  const [first] = rows.toSorted((a, b) => order(keys(a), keys(b)));
  return { ...first, receipts: [...new Set(rows.flatMap(({ receipts }) => receipts))] };
}

/** A purchase that was told by several receipts carries the first of them that the gateway confirmed. */
export function carrying(confirmed: readonly Told[]): (row: Told) => Told {
  const known = new Set(confirmed.filter(({ revenue }) => revenue >= 0n).map(({ receipt }) => receipt));
  return (row) => {
    const [first] = row.receipts.filter((receipt) => known.has(receipt)).toSorted((a, b) => order([a], [b]));
    return first === undefined || known.has(row.receipt) ? row : { ...row, receipt: first };
  };
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
