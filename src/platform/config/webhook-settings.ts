import type { EnvironmentReader } from './environment-reader';

export interface WebhookSettings {
  /** Addresses on private networks may be told. */
  allowsPrivate: boolean;
  /** How long it is known what was sent, and what could not be sent is kept. */
  retentionDays: number;
  /** How many deliveries may wait for one endpoint; the oldest of more are given up. */
  maxWaiting: number;
  /** After so many days without one attempt that worked an endpoint is disabled. */
  disableAfterDays: number;
}

export function webhookSettings(read: EnvironmentReader): WebhookSettings {
  return {
    allowsPrivate: read.boolean('WEBHOOK_ALLOW_PRIVATE', false),
    retentionDays: read.integer('WEBHOOK_RETENTION_DAYS', 14, 5, 365),
    maxWaiting: read.integer('WEBHOOK_MAX_WAITING', 100_000, 1_000, 10_000_000),
    disableAfterDays: read.integer('WEBHOOK_DISABLE_AFTER_DAYS', 5, 1, 365),
  };
}
