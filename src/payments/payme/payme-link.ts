import type { PaymeSettings } from '../../platform/config/payme-settings';
import type { PaymentDraft } from '../payment-provider';

/** The address where an order is paid: its parameters, which Payme wants in Base64 and knows no way to escape. */
export function paymeLink(
  { checkoutUrl, accountField }: Pick<PaymeSettings, 'checkoutUrl' | 'accountField'>,
  merchantId: string,
  { orderId, amount, returnUrl }: Pick<PaymentDraft, 'orderId' | 'amount' | 'returnUrl'>,
): string {
  const pairs = [`m=${merchantId}`, `ac.${accountField}=${orderId}`, `a=${amount}`];
  if (returnUrl !== null) pairs.push(`c=${returnUrl.replaceAll(';', '%3B')}`);
  return `${checkoutUrl}/${Buffer.from(pairs.join(';')).toString('base64')}`;
}
