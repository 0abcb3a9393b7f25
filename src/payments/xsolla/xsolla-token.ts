import { decimal } from '../decimal-amount';

/** What a payment at Xsolla is made of. */
export interface TokenRequest {
  projectId: string;
  orderId: string;
  userId: string;
  /** In smallest units. */
  amount: number;
  currency: string;
  /** Decimal places of the currency. */
  scale: number;
  returnUrl: string | null;
  isSandbox: boolean;
}

/**
 * The body of `POST /merchant/v2/merchants/{merchant}/token`. Our order travels as `settings.external_id`, which comes
 * back as `transaction.external_id`, and as a parameter of our own.
 */
export function tokenBody(request: TokenRequest): object {
  const { projectId, orderId, userId, amount, currency, scale, returnUrl, isSandbox } = request;
  return {
    user: { id: { value: userId } },
    settings: {
      project_id: Number(projectId),
      external_id: orderId,
      currency,
      ...(returnUrl === null ? {} : { return_url: returnUrl }),
      ...(isSandbox ? { mode: 'sandbox' } : {}),
    },
    purchase: { checkout: { amount: Number(decimal(amount, scale)), currency } },
    custom_parameters: { order_id: orderId },
  };
}

/** Where the player pays. */
export function payStationUrl(token: string, isSandbox: boolean): string {
  const host = isSandbox ? 'sandbox-secure.xsolla.com' : 'secure.xsolla.com';
  return `https://${host}/paystation4/?token=${encodeURIComponent(token)}`;
}
