import type { OrderStatus } from '../orders/order-moves';
import type { Fate } from './fates';
import { PaymeModel } from './payme-model';
import type { PlannedOrder } from './plan';
import type { ProviderName } from './providers';

/** What an order must have come to. */
export interface Expectation {
  status: OrderStatus;
  /** Why finance is called to it. */
  attention: string | null;
  /** What of it the player has, or owes for. */
  keeps: 'everything' | 'nothing' | 'part';
}

const NOTHING = { attention: null, keeps: 'nothing' } as const;
const EVERYTHING = { attention: null, keeps: 'everything' } as const;

/** Of providers whose notifications mean the same in any order. */
const OUTCOMES: Readonly<Record<Fate, Expectation>> = {
  paid: { status: 'fulfilled', ...EVERYTHING },
  abandoned: { status: 'pending', ...NOTHING },
  cancelled: { status: 'cancelled', ...NOTHING },
  declined: { status: 'cancelled', ...NOTHING },
  second_attempt: { status: 'fulfilled', ...EVERYTHING },
  paid_late: { status: 'paid', attention: 'ended', keeps: 'nothing' },
  late_and_refunded: { status: 'refunded', ...NOTHING },
  refunded: { status: 'refunded', ...NOTHING },
  partly_refunded: { status: 'partially_refunded', attention: null, keeps: 'part' },
  charged_back: { status: 'charged_back', ...NOTHING },
  dispute_won: { status: 'fulfilled', ...EVERYTHING },
  paid_twice: { status: 'fulfilled', attention: 'overpaid', keeps: 'everything' },
  underpaid: { status: 'paid', attention: 'amount_mismatch', keeps: 'nothing' },
};

/** What the plan of an order must lead to. */
export function expectationOf(
  provider: ProviderName,
  { fate, acts }: Pick<PlannedOrder, 'fate' | 'acts'>,
): Expectation {
  if (provider === 'payme') {
    const status = PaymeModel.after(acts.map(({ act }) => act)).status;
    return { status, ...(status === 'fulfilled' ? EVERYTHING : NOTHING) };
  }
  // Xsolla's refusal of one payment leaves the order to the next.
  if (provider === 'xsolla' && fate === 'declined') return { status: 'pending', ...NOTHING };
  return OUTCOMES[fate];
}
