import type { components, operations } from '../../client/schema';
import { typedNumber } from './order-number';

type Status = components['schemas']['OrderView']['status'];
type Filter = NonNullable<operations['listPayments']['parameters']['query']>;

export const PROVIDERS = ['xsolla', 'payme', 'sandbox'] as const;

const EVERY_STATUS: Record<Status, true> = {
  pending: true,
  paid: true,
  fulfilled: true,
  partially_refunded: true,
  refunded: true,
  charged_back: true,
  cancelled: true,
  expired: true,
};
export const STATUSES = Object.keys(EVERY_STATUS) as Status[];

/** What the address of the page says, by name; a name that it says twice is not understood. */
type Address = Readonly<Record<string, unknown>>;

/** Which payments the address of the page asks for; what of it nobody understands is left out. */
export function paymentFilterOf({ attention, provider, status, number, userId }: Address): Filter {
  const knownProvider = PROVIDERS.find((known) => known === provider);
  const orderStatus = STATUSES.find((known) => known === status);
  const orderNumber = typeof number === 'string' ? typedNumber(number) : undefined;
  return {
    ...(attention === 'true' && { attention: true }),
    ...(knownProvider && { provider: knownProvider }),
    ...(orderStatus && { orderStatus }),
    ...(orderNumber && { orderNumber }),
    ...(typeof userId === 'string' && userId !== '' && { userId }),
  };
}
