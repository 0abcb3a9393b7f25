import { Injectable } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { type IQueueBackend, Queue } from 'bullmq';
import { within } from '../cache/deadline';
import { instancesOf } from './instances-of';
import { troubleOf } from './queue-trouble';
import type { QueueView } from './queue.view';

const PATIENCE_MS = 1_000;
const NO_COUNTS = { waiting: null, active: null, delayed: null, failed: null };
const UNKNOWN = { answers: false, ...NO_COUNTS, lastFailedAt: null, waitingSince: null };

/** Whatever is in it, and wherever it is kept. */
export type AnyQueue = Queue<unknown, unknown, string, unknown, unknown, string, IQueueBackend, unknown>;
export type AnyJob = Awaited<ReturnType<AnyQueue['getFailed']>>[number];

/** How much there is to do, by queue, and whether somebody should look. */
@Injectable()
export class QueuesService {
  constructor(private readonly discovery: DiscoveryService) {}

  /** In the order of their names. Times are compared with this machine's, by which workers write them. */
  list(nowMs = Date.now()): Promise<QueueView[]> {
    const queues = this.all().toSorted((one, other) => (one.name < other.name ? -1 : 1));
    return Promise.all(queues.map((queue) => statusOf(queue, nowMs)));
  }

  find(name: string): AnyQueue | null {
    return this.all().find((queue) => queue.name === name) ?? null;
  }

  private all(): AnyQueue[] {
    return instancesOf(this.discovery, Queue);
  }
}

async function statusOf(queue: AnyQueue, nowMs: number): Promise<QueueView> {
  const { name } = queue;
  const answer = await within(PATIENCE_MS, look(queue)).catch(() => null);
  if (answer === null) return { name, ...UNKNOWN, trouble: troubleOf(null, nowMs) };
  const { counts, lastFailedMs, waitingSinceMs } = answer;
  return {
    name,
    answers: true,
    ...counts,
    lastFailedAt: textOf(lastFailedMs),
    waitingSince: textOf(waitingSinceMs),
    trouble: troubleOf({ active: counts.active, lastFailedMs, waitingSinceMs }, nowMs),
  };
}

async function look(queue: AnyQueue) {
  const [counts, [lastFailed], [first], [firstUrgent]] = await Promise.all([
    queue.getJobCounts('waiting', 'prioritized', 'active', 'delayed', 'failed'),
    queue.getFailed(0, 0),
    queue.getWaiting(0, 0),
    queue.getPrioritized(0, 0),
  ]);
  const { waiting = 0, prioritized = 0, active = 0, delayed = 0, failed = 0 } = counts;
  const since = [first, firstUrgent].flatMap((job) => (job === undefined ? [] : [dueMs(job)]));
  return {
    counts: { waiting: waiting + prioritized, active, delayed, failed },
    lastFailedMs: lastFailed?.finishedOn ?? null,
    waitingSinceMs: since.length === 0 ? null : Math.min(...since),
  };
}

/** Since when a job that waits could begin: when it was made, or later, as it wished; or when it was last tried. */
function dueMs({ timestamp, delay, processedOn }: AnyJob): number {
  return Math.max(timestamp + delay, processedOn ?? 0);
}

function textOf(ms: number | null): string | null {
  return ms === null ? null : new Date(ms).toISOString();
}
