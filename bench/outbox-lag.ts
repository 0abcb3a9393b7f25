import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { median } from './statistics';

const SAMPLE_MS = 250;
const DRAIN_POLL_MS = 10;
const DRAIN_DEADLINE_MS = 60_000;

/** The age of the oldest event that some reader has not read, in seconds; 0 when all have read everything. */
const AGE = `
  select coalesce((
    select extract(epoch from clock_timestamp() - created_at) from outbox_events
    where id > slowest.position - 1000 and id + size - 1 > slowest.position
    order by id limit 1), 0)::float8 as age
  from (select min(position) as position from outbox_readers) slowest`;

export interface OutboxLag {
  /** Seconds, while the load lasts. */
  median: number;
  worst: number;
  /** Seconds from the end of the load until every reader has read everything. */
  drain: number;
}

/** Watches how far the readers of the outbox are behind while `work` lasts, then how long they take to catch up. */
export async function watchOutbox<T extends object>(
  owner: Client,
  work: () => Promise<T>,
): Promise<T & { outbox: OutboxLag }> {
  const ended = new AbortController();
  const watching = sample(owner, ended.signal);
  try {
    const result = await work();
    const endedAt = performance.now();
    ended.abort();
    const ages = await watching;
    await untilRead(owner, endedAt + DRAIN_DEADLINE_MS);
    const drain = (performance.now() - endedAt) / 1_000;
    return { ...result, outbox: { median: median(ages), worst: Math.max(...ages), drain } };
  } finally {
    ended.abort();
    await watching;
  }
}

async function sample(owner: Client, ended: AbortSignal): Promise<number[]> {
  const ages: number[] = [];
  while (!ended.aborted) {
    ages.push(await ageOf(owner));
    await delay(SAMPLE_MS, undefined, { signal: ended }).catch(() => undefined);
  }
  return ages;
}

async function untilRead(owner: Client, deadline: number): Promise<void> {
  while ((await ageOf(owner)) > 0) {
    if (performance.now() > deadline) throw new Error('The outbox does not drain.');
    await delay(DRAIN_POLL_MS);
  }
}

async function ageOf(owner: Client): Promise<number> {
  const { rows } = await owner.query<{ age: number }>(AGE);
  return rows[0].age;
}
