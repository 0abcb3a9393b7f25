import { setTimeout as delay } from 'node:timers/promises';
import { BullRegistrar, WorkerHost } from '@nestjs/bullmq';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { DiscoveryService } from '@nestjs/core';
import { Queue, type Worker } from 'bullmq';
import { Config } from '../config/config';
import { RedisProbe } from '../health/redis.probe';
import { abandonLost, closeWorker } from './close-worker';
import { instancesOf } from './instances-of';
import { JobsClock } from './jobs-clock';
import { MaintenanceService } from './maintenance.service';

const RETRY_MS = 5_000;
const PATIENCE_MS = 500;
/** Should Redis have lost its memory. */
const RENEW_MS = 600_000;

/** Starts the consumers in processes that do background work, and stops them while everything else still stands. */
@Injectable()
export class JobsWorkers implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(JobsWorkers.name);
  private readonly stopping = new AbortController();
  private workers: readonly Worker[] = [];
  private scheduling: Promise<void> | undefined;

  constructor(
    private readonly config: Config,
    private readonly clock: JobsClock,
    private readonly discovery: DiscoveryService,
    private readonly registrar: BullRegistrar,
    private readonly maintenance: MaintenanceService,
    private readonly redis: RedisProbe,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    for (const queue of instancesOf(this.discovery, Queue)) this.logErrorsOf(queue, queue.name);
    if (!this.config.runsWorkers) return;
    await this.clock.check();
    this.registrar.register();
    this.workers = instancesOf(this.discovery, WorkerHost).map(({ worker }) => worker);
    for (const worker of this.workers) this.logErrorsOf(worker, worker.name);
    this.scheduling = this.schedule();
  }

  /** Jobs that run are finished; how long that may take is for the grace period to say. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.scheduling;
    // Whoever cannot be told that a job is done cannot be waited for: the job is taken up again by another worker.
    const isAway = this.config.redisUrl !== undefined && !(await this.redis.answers(PATIENCE_MS));
    await Promise.all(this.workers.map((worker) => (isAway ? worker.close(true) : closeWorker(worker))));
    for (const queue of instancesOf(this.discovery, Queue)) abandonLost(queue);
  }

  /** Not awaited at start: the process serves while Redis is away. */
  private async schedule(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      const isStored = await this.maintenance.schedule().then(
        () => true,
        (error: unknown) => this.logger.warn(error, 'The maintenance schedule cannot be stored yet.'),
      );
      const ms = isStored ? RENEW_MS : RETRY_MS;
      await delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }

  private logErrorsOf(source: { on(event: 'error', listener: (error: Error) => void): unknown }, name: string): void {
    source.on('error', (error) => this.logger.warn(error, `The job queue ${name} has a fault; it keeps trying.`));
  }
}
