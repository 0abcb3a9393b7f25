import type { CpuSeconds } from './cpu';
import type { OutboxLag } from './outbox-lag';

/** What one measurement of one round found. */
export interface Sample {
  /** Purchases, or answers. */
  perSecond: number;
  p50Ms: number;
  p99Ms: number;
  seconds: number;
  cpu: CpuSeconds;
  outbox?: OutboxLag;
}

/** One thing that is measured; the same name in every round. */
export interface Case {
  name: string;
  measure: () => Promise<Sample>;
}
