import type { Config } from '../../platform/config/config';
import { demoKey } from '../demo-keys';

/** Who the shop is at Payme, and what proves that Payme is calling. */
export interface PaymeCashbox {
  id: string;
  key: string;
  /** There is no account: our own payment page stands in for Payme's. Never in production. */
  isPlayed: boolean;
}

const PLAYED_ID = 'florin-demo';

/** What the settings say; undefined where they say nothing and play money is not allowed. */
export function paymeCashbox({ payme, shop, jwtSecret, production }: Config): PaymeCashbox | undefined {
  if (payme.cashbox !== undefined) return { ...payme.cashbox, isPlayed: false };
  if (production || !shop.sandbox.isEnabled) return undefined;
  return { id: PLAYED_ID, key: demoKey(jwtSecret, 'payme'), isPlayed: true };
}
