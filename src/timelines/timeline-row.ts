import type { LocalizedTexts } from '../products/products.service';

/** What a timeline is made of; each kind comes from one table. */
export const TIMELINE_KINDS = [
  'movement',
  'refusal',
  'order',
  'payment',
  'grant',
  'session',
  'event',
  'staff',
] as const;
export type TimelineKind = (typeof TIMELINE_KINDS)[number];

/** Numbers are text, as PostgreSQL sends them. */
export interface TimelineRow {
  kind: TimelineKind;
  /** ISO 8601 with microseconds. */
  at: string;
  /** With `part`, which of its kind it is: an id, or the number of a ledger entry. */
  key: string;
  /** Tells moments of one order or payment apart; 0 for every other kind. */
  part: number;
  what: string;
  status: string | null;
  currency: string | null;
  productId: string | null;
  productName: string | null;
  productTexts: LocalizedTexts | null;
  amount: string | null;
  balanceAfter: string | null;
  orderId: string | null;
  transactionId: string | null;
  actorId: string | null;
  actorName: string | null;
  note: string | null;
  meta: Record<string, unknown> | null;
}
