import { EVENT_TYPES } from '../../client/event-types';
import type { Notification } from '../../client/live';
import { type Reversal, reversalOf } from './reversal';

/** What a notification says, ready to be put into words. */
export interface News {
  /** Below `news` in the words. */
  key: string;
  /** `Day boost × 2, Wizard Hat`. */
  items: string;
  amount: { amount: number; currency: string } | null;
  orderId: string | null;
  /** The transaction that it tells of: the answer to a request of this page tells of the same. */
  transactionId: string | null;
  /** Of `order.reversed`, which tells of items and coins together. */
  reversal?: Reversal;
}

const KNOWN: ReadonlySet<string> = new Set(EVENT_TYPES);

export function newsOf({ type, data }: Pick<Notification, 'type' | 'data'>): News {
  const items = itemsOf(data.items);
  const base = KNOWN.has(type) ? type.replace('.', '_') : 'unknown';
  const isCoins = type.startsWith('grant.') && items === '';
  const isPart = type === 'order.refunded' && data.isPartial === true;
  const reversal = type === 'order.reversed' ? reversalOf(data) : undefined;
  return {
    key: base + (isCoins ? '_coins' : '') + (isPart ? '_partly' : '') + (reversal?.ending ?? ''),
    ...(reversal && { reversal }),
    items,
    amount: amountOf(data),
    orderId: textOf(data.orderId),
    transactionId: textOf(data.transactionId),
  };
}

/** Whether less, or more, may be left of what is sold than before. */
export function changesStock(type: string): boolean {
  return type === 'purchase.completed' || type.startsWith('order.');
}

function itemsOf(items: unknown): string {
  if (!Array.isArray(items)) return '';
  return (items as { name?: unknown; quantity?: unknown }[]).map(itemText).join(', ');
}

export function itemText({ name, quantity }: { name?: unknown; quantity?: unknown }): string {
  return quantity === 1 ? String(name) : `${String(name)} × ${String(quantity)}`;
}

function amountOf({ amount, total, currency }: Notification['data']): News['amount'] {
  const sum = amount ?? total;
  return typeof sum === 'number' && typeof currency === 'string' ? { amount: sum, currency } : null;
}

function textOf(value: unknown): string | null {
  return typeof value === 'string' ? value : null;
}
