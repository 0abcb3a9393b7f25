import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { onSnapshot, type Snapshot } from '../platform/database/snapshot';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { BooksMetrics } from './books.metrics';
import type { CheckResult } from './check';
import { nextOf, playerSlices } from './player-slices';
import { type ChainHead, SealChain } from './seal-chain';
import { SealKeys } from './seal-keys';
import { SealsRepository } from './seals.repository';
import { SliceChecks } from './slice-checks';

/** What is examined each minute: a few seconds of the database's time. */
const ENTRIES_PER_MINUTE = 200_000;
const ENTRIES_PER_SLICE = 50_000;
/** About an hour of seals. */
const SEALS_PER_MINUTE = 400;
/** However many players there are without entries. */
const MAX_MS = 20_000;
/** Sealing has time for many rounds until then. */
const LATE_SECONDS = 300;

/**
 * Walks through all players, a stretch every minute, and begins again: what was changed by hand is found without
 * anybody asking, within a minute as long as all entries are one stretch. The end of the chain is followed each time.
 */
@Injectable()
export class BooksWatch implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(BooksWatch.name);
  private readonly stopping = new AbortController();
  /** Where the next stretch begins; undefined: with the first player. */
  private next: string | undefined;
  /** Of the way that is under way, and of the whole one before it. */
  private found = { now: 0, before: 0 };
  /** The end of the chain a minute ago: when it is gone, the end was cut off. */
  private head: ChainHead | undefined;

  constructor(
    private readonly config: Config,
    private readonly sealKeys: SealKeys,
    private readonly metrics: BooksMetrics,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'watch-books', cron: '* * * * *', run: () => this.goOn() });
  }

  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** Examines the next stretch, and says loudly what is wrong there. */
  async goOn(): Promise<void> {
    const began = this.next;
    try {
      await onSnapshot(
        this.config,
        'florin books watch',
        (snapshot) => this.examine(snapshot, Date.now() + MAX_MS),
        this.stopping.signal,
      );
    } catch (error) {
      this.next = began;
      throw error;
    }
    if (this.next === undefined) this.found = { now: 0, before: this.found.now };
  }

  /** What is found is told at once: what comes after it may fail. */
  private async examine(snapshot: Snapshot, until: number): Promise<void> {
    const [{ seconds }] = await snapshot.rows<{ seconds: number }>(SealsRepository.SECONDS_WAITING);
    this.metrics.noteUnsealed(seconds);
    if (seconds > LATE_SECONDS) this.logger.error({ seconds }, 'Entries wait to be sealed, and are not.');
    const chain = new SealChain(this.sealKeys, this.head?.digest);
    await chain.followEnd(snapshot, SEALS_PER_MINUTE);
    this.head = chain.head ?? undefined;
    this.tell(chain.results);

    let entries = 0;
    for await (const slice of playerSlices(snapshot, ENTRIES_PER_SLICE, this.next)) {
      const checks = new SliceChecks(snapshot);
      await checks.examine(slice);
      this.tell(checks.results);
      entries += slice.entries;
      this.next = nextOf(slice);
      if (entries >= ENTRIES_PER_MINUTE || Date.now() > until) break;
    }
  }

  private tell(results: readonly CheckResult[]): void {
    for (const { name, violations, first } of results.filter((check) => check.violations > 0)) {
      this.found.now += violations;
      this.logger.error({ check: name, violations, first }, 'The books do not balance.');
    }
    this.metrics.noteWatched(Math.max(this.found.now, this.found.before));
  }
}
