export const ORDER_STATUSES = [
  'pending',
  'paid',
  'fulfilled',
  'partially_refunded',
  'refunded',
  'charged_back',
  'cancelled',
  'expired',
] as const;
export type OrderStatus = (typeof ORDER_STATUSES)[number];

/**
 * The one table of allowed moves. Money may come for what had ended, and again for what was refunded; a won
 * dispute brings the order back to where it stood.
 */
const NEXT: Readonly<Record<OrderStatus, readonly OrderStatus[]>> = {
  pending: ['paid', 'cancelled', 'expired'],
  paid: ['fulfilled', 'partially_refunded', 'refunded', 'charged_back'],
  fulfilled: ['partially_refunded', 'refunded', 'charged_back'],
  partially_refunded: ['paid', 'fulfilled', 'refunded', 'charged_back'],
  refunded: ['paid', 'fulfilled', 'partially_refunded', 'charged_back'],
  charged_back: ['paid', 'fulfilled', 'partially_refunded', 'refunded'],
  cancelled: ['paid'],
  expired: ['paid'],
};

export function mayMove(from: OrderStatus, to: OrderStatus): boolean {
  return NEXT[from].includes(to);
}
