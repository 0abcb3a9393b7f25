import { Injectable, type OnApplicationBootstrap } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Config } from '../config/config';
import { Metrics } from '../http/metrics';
import { type Blocker, OutboxStatusRepository, type ReaderStatus } from './outbox-status.repository';

interface Status {
  readers: ReaderStatus[];
  blocker: Blocker | undefined;
}

/** How far the readers are behind, found out when somebody asks. */
@Injectable()
export class OutboxMetrics implements OnApplicationBootstrap {
  private asking: Promise<Status> | undefined;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly repository: OutboxStatusRepository,
  ) {}

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.readerGauge('florin_outbox_lag_events', 'Events a reader has not passed', (reader) => reader.lagEvents);
    this.readerGauge('florin_outbox_lag_seconds', 'Age of the oldest such event', (reader) => reader.lagSeconds);
    this.readerGauge('florin_outbox_parked_events', 'Events a reader gave up on', (reader) => reader.parked);
    const status = () => this.status();
    new Gauge({
      name: 'florin_outbox_blocker_seconds',
      help: 'Age of the oldest writing transaction while events wait: readers cannot pass it',
      labelNames: ['pid', 'application'],
      registers: [this.metrics.registry],
      async collect() {
        this.reset();
        const { readers, blocker } = await status();
        if (blocker === undefined || readers.every((reader) => reader.lagEvents === 0)) return;
        this.set({ pid: blocker.pid, application: blocker.application }, blocker.seconds);
      },
    });
  }

  private readerGauge(name: string, help: string, valueOf: (reader: ReaderStatus) => number): void {
    const status = () => this.status();
    new Gauge({
      name,
      help,
      labelNames: ['reader'],
      registers: [this.metrics.registry],
      async collect() {
        this.reset();
        for (const reader of (await status()).readers) this.set({ reader: reader.name }, valueOf(reader));
      },
    });
  }

  /** All gauges of one scrape share one look. A database that is away must not hide the other metrics. */
  private status(): Promise<Status> {
    this.asking ??= this.ask()
      .catch(() => ({ readers: [], blocker: undefined }))
      .finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<Status> {
    const [readers, blocker] = await Promise.all([this.repository.readers(), this.repository.blocker()]);
    return { readers, blocker };
  }
}
