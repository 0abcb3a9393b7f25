import type { Config } from '../../platform/config/config';

/** Where our own payment page is, below the address that players know. */
export const PAGE_PATH = 'pay/sandbox';

/** Where a payment is played through. */
export function pageLink({ mail }: Config, paymentId: string): string {
  return `${mail.publicUrl}/${PAGE_PATH}/${paymentId}`;
}
