/** What a refund is to us: money that went back, or money that was taken back. */
export type RefundOutcome = 'refunded' | 'charged_back';

/** What each code of a refund means and comes to. https://developers.xsolla.com/webhooks/operation/refund/ */
export const REFUND_CODES: Readonly<Record<number, { meaning: string; outcome: RefundOutcome }>> = {
  1: { meaning: 'cancelled on request of the user or the game', outcome: 'refunded' },
  2: { meaning: 'chargeback', outcome: 'charged_back' },
  3: { meaning: 'integration error', outcome: 'refunded' },
  4: { meaning: 'potential fraud', outcome: 'charged_back' },
  5: { meaning: 'test payment', outcome: 'refunded' },
  6: { meaning: 'the invoice of the user expired', outcome: 'refunded' },
  7: { meaning: 'the payment system reported fraud', outcome: 'charged_back' },
  8: { meaning: 'cancelled by the payment system', outcome: 'refunded' },
  9: { meaning: 'cancelled by the user', outcome: 'refunded' },
  10: { meaning: 'cancelled by the game', outcome: 'refunded' },
  11: { meaning: 'the account holder reported fraud', outcome: 'charged_back' },
  12: { meaning: 'friendly fraud', outcome: 'charged_back' },
  13: { meaning: 'duplicate', outcome: 'refunded' },
};
