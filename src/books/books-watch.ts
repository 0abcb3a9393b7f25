import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { onSnapshot, type Snapshot } from '../platform/database/snapshot';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { BooksMetrics } from './books.metrics';
import type { CheckResult } from './check';
import { nextOf, playerSlices } from './player-slices';
import { SealChain } from './seal-chain';
import { SealKeys } from './seal-keys';
import { SliceChecks } from './slice-checks';

/** What is examined each minute: a few seconds of the database's time. */
const ENTRIES_PER_MINUTE = 200_000;
const ENTRIES_PER_SLICE = 50_000;
/** About an hour of seals. */
const SEALS_PER_MINUTE = 400;

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
    const results = await onSnapshot(
      this.config,
      'florin books watch',
      (snapshot) => this.examine(snapshot),
      this.stopping.signal,
    );
    for (const { name, violations, first } of results.filter((check) => check.violations > 0)) {
      this.found.now += violations;
      this.logger.error({ check: name, violations, first }, 'The books do not balance.');
    }
    this.metrics.noteWatched(Math.max(this.found.now, this.found.before));
    if (this.next === undefined) this.found = { now: 0, before: this.found.now };
  }

  private async examine(snapshot: Snapshot): Promise<CheckResult[]> {
    const slices = new SliceChecks(snapshot);
    let entries = 0;
    for await (const slice of playerSlices(snapshot, ENTRIES_PER_SLICE, this.next)) {
      await slices.examine(slice);
      entries += slice.entries;
      this.next = nextOf(slice);
      if (entries >= ENTRIES_PER_MINUTE) break;
    }
    const chain = new SealChain(this.sealKeys);
    await chain.followEnd(snapshot, SEALS_PER_MINUTE);
    return [...slices.results, ...chain.results];
  }
}
