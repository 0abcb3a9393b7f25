/** What to send: each request picks a path and a token at random. */
export interface Traffic {
  url: string;
  method: 'GET' | 'POST';
  paths: readonly string[];
  tokens: readonly string[];
  body?: string;
  /** Each request carries an `Idempotency-Key` of its own, but for a fiftieth that repeats the one before. */
  keyed?: boolean;
}

export interface LoadResult {
  seconds: number;
  /** Answers by status. */
  statuses: Record<number, number>;
  /** Answers that were given before (`Idempotent-Replayed`). */
  replayed: number;
  p50Ms: number;
  p99Ms: number;
  /** Connections that failed or timed out. */
  broken: number;
}

export type Load = (traffic: Traffic, connections: number, seconds: number) => Promise<LoadResult>;

export const DUPLICATES = 1 / 50;
