import type { EnvironmentReader } from './environment-reader';

/** What money that went back means for what was bought with it. */
export const REFUND_POLICIES = ['take_back', 'keep', 'block_purchases'] as const;
export type RefundPolicy = (typeof REFUND_POLICIES)[number];

/** By reason: `refund` and `chargeback` for all, or a provider's own such as `xsolla.4`. */
export type RefundPolicies = Readonly<Record<string, RefundPolicy>>;

export interface ShopSettings {
  policies: RefundPolicies;
  /** How many orders of one player may wait to be paid at a time: each keeps goods and a place in the books. */
  maxUnpaidOrders: number;
  /** The hosted payment page on which nothing is real money; never in production. */
  sandbox: { isEnabled: boolean; secret: string | undefined; expiresAfterMs: number };
}

const DEFAULT_POLICIES: RefundPolicies = { refund: 'take_back', chargeback: 'block_purchases' };
const MINUTE_MS = 60_000;

export function shopSettings(read: EnvironmentReader, production: boolean): ShopSettings {
  const isEnabled = read.boolean('SANDBOX_PAYMENTS', !production);
  if (production && isEnabled) read.fault('SANDBOX_PAYMENTS', 'must not be true when NODE_ENV=production');
  return {
    policies: { ...DEFAULT_POLICIES, ...givenPolicies(read) },
    maxUnpaidOrders: read.integer('MAX_UNPAID_ORDERS', 5, 1, 1_000),
    sandbox: {
      isEnabled: isEnabled && !production,
      secret: read.text('SANDBOX_WEBHOOK_SECRET'),
      expiresAfterMs: read.integer('SANDBOX_EXPIRES_MIN', 60, 1, 7 * 24 * 60) * MINUTE_MS,
    },
  };
}

/** `REFUND_POLICIES=chargeback=take_back,xsolla.5=keep` */
function givenPolicies(read: EnvironmentReader): RefundPolicies {
  const policies: Record<string, RefundPolicy> = {};
  for (const item of read.list('REFUND_POLICIES')) {
    const [, reason, name] = /^([a-z_]+(?:\.[\w-]+)?)=(\w+)$/.exec(item) ?? [];
    const policy = REFUND_POLICIES.find((each) => each === name);
    if (reason === undefined || policy === undefined) {
      read.fault('REFUND_POLICIES', `is a list of <reason>=${REFUND_POLICIES.join('|')}, not ${item}`);
    } else policies[reason] = policy;
  }
  return policies;
}
