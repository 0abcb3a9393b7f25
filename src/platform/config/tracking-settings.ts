import type { EnvironmentReader } from './environment-reader';

export interface TrackingSettings {
  /** How long events of players are kept. */
  retentionDays: number;
  /** Whether strangers may see how many events there were. */
  publicStats: boolean;
}

export function trackingSettings(read: EnvironmentReader): TrackingSettings {
  return {
    retentionDays: read.integer('EVENT_RETENTION_DAYS', 90, 2, 3_650),
    publicStats: read.boolean('PUBLIC_STATS', false),
  };
}
