import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Config } from '../config/config';
import { OutboxHorizon, type Reach } from './outbox-horizon';
import type { OutboxReader } from './outbox-reader';
import { OutboxReaders } from './outbox-readers';
import { OutboxSignal } from './outbox-signal';

/** However often it rings, the readers look no more than twenty times a second, */
const BETWEEN_LOOKS_MS = 50;
/** and five times while each look brings as many events as this: what a look costs is then shared by more of them. */
const MANY_EVENTS = 20;
const WHILE_MANY_MS = 150;
/** Most transactions that hold the log back when it is looked at have ended by then. */
const UNTIL_SETTLED_MS = 25;
const POLL_MS = 1_000;

/** Runs the readers in processes that do background work. Several workers share them: each position has a lock. */
@Injectable()
export class OutboxWorker implements OnApplicationBootstrap, BeforeApplicationShutdown {
  private readonly logger = new Logger(OutboxWorker.name);
  private readonly stopping = new AbortController();
  private readonly reading = new Map<OutboxReader, Promise<void>>();
  private readers: readonly OutboxReader[] = [];
  private running: Promise<void> | undefined;
  private hasRung = false;
  private wake: () => void = () => undefined;
  private isAway = false;
  /** How many events the most advanced reader has applied since it was last asked. */
  private applied = 0;

  constructor(
    private readonly config: Config,
    private readonly opening: OutboxReaders,
    private readonly horizon: OutboxHorizon,
    private readonly signal: OutboxSignal,
  ) {}

  async onApplicationBootstrap(): Promise<void> {
    if (!this.config.runsWorkers) return;
    this.readers = await this.opening.open();
    if (this.readers.length === 0) return;
    this.signal.onRing(() => this.ring());
    this.running = this.run();
  }

  /** While the database and everything else still stands: a window that has begun is finished. */
  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    this.wake();
    await this.running;
    await Promise.all(this.reading.values());
  }

  private ring(): void {
    this.hasRung = true;
    this.wake();
  }

  private async run(): Promise<void> {
    while (!this.stopping.signal.aborted) {
      this.hasRung = false;
      const isBusy = await this.look();
      await this.pause(BETWEEN_LOOKS_MS);
      if (this.takeApplied() >= MANY_EVENTS) await this.pause(WHILE_MANY_MS);
      if (!isBusy && !this.hasRung && !this.stopping.signal.aborted) await this.nextRing();
    }
  }

  /** True when there is reason to look again soon. */
  private async look(): Promise<boolean> {
    try {
      const reach = await this.reach();
      for (const reader of this.readers) this.start(reader, reach);
      this.isAway = false;
      return reach.isHeldBack || this.reading.size > 0;
    } catch (error) {
      this.noteAway(error);
      return false;
    }
  }

  /** On a quiet system at once; on a busy one all readers wait together for what is being written. */
  private async reach(): Promise<Reach> {
    const reach = await this.horizon.look();
    if (!reach.isHeldBack) return reach;
    await this.pause(UNTIL_SETTLED_MS);
    return this.horizon.look();
  }

  private takeApplied(): number {
    const { applied } = this;
    this.applied = 0;
    return applied;
  }

  private start(reader: OutboxReader, reach: Reach): void {
    if (this.reading.has(reader) || !reader.isBehind(reach)) return;
    const reading = reader
      .readTo(reach, this.stopping.signal)
      .then((events) => void (this.applied = Math.max(this.applied, events)))
      .catch((error: unknown) => this.noteAway(error))
      .finally(() => this.reading.delete(reader));
    this.reading.set(reader, reading);
  }

  private noteAway(error: unknown): void {
    if (!this.isAway) this.logger.warn(error, 'The outbox cannot be read for now; its readers keep trying.');
    this.isAway = true;
  }

  private async nextRing(): Promise<void> {
    const patience = new AbortController();
    const rung = new Promise<void>((resolve) => (this.wake = resolve));
    await Promise.race([rung, delay(POLL_MS, undefined, { signal: patience.signal }).catch(() => undefined)]);
    patience.abort();
  }

  private async pause(ms: number): Promise<void> {
    await delay(ms, undefined, { signal: this.stopping.signal }).catch(() => undefined);
  }
}
