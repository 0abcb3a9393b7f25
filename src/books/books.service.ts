import { setTimeout as delay } from 'node:timers/promises';
import { type BeforeApplicationShutdown, Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { onSnapshot } from '../platform/database/snapshot';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { BooksMetrics } from './books.metrics';
import { SealKeys } from './seal-keys';
import { type BooksReport, type Progress, Verification } from './verification';

const ENTRIES_PER_SLICE = 100_000;
/** After that a report that nobody came back for is old news. */
const PROMISE_MS = 120_000;

/** A verification under way. */
export interface RunningVerification {
  progress: Readonly<Progress>;
  report: Promise<BooksReport>;
}

/** Proves that the books balance, at any time and beside all traffic. */
@Injectable()
export class BooksService implements OnModuleInit, BeforeApplicationShutdown {
  private readonly logger = new Logger(BooksService.name);
  private readonly stopping = new AbortController();
  private running: RunningVerification | undefined;
  /** Of a verification that somebody was told to come back for. */
  private promised: BooksReport | undefined;
  private isPromised = false;

  constructor(
    private readonly config: Config,
    private readonly sealKeys: SealKeys,
    private readonly metrics: BooksMetrics,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'verify-books', cron: '7 3 * * *', run: () => this.verifyAndTell() });
  }

  async beforeApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.running?.report.catch(() => undefined);
  }

  /**
   * Joins the verification that runs in this process, or begins one.
   *
   * @param notedHead the digest of a seal that was noted elsewhere: only whoever begins can have it looked for
   */
  verify(notedHead?: string): RunningVerification {
    this.running ??= this.begin(notedHead);
    return this.running;
  }

  /** The report, or how far it is when it takes longer: then whoever asks next, though it be later, has it. */
  async reportWithin(ms: number): Promise<BooksReport | Readonly<Progress>> {
    const { promised } = this;
    this.promised = undefined;
    if (promised !== undefined && Date.now() - Date.parse(promised.at) < PROMISE_MS) return promised;
    const { progress, report } = this.verify();
    const patience = new AbortController();
    const late = delay(ms, undefined, { signal: patience.signal }).catch(() => undefined);
    const inTime = await Promise.race([report, late]).finally(() => patience.abort());
    if (inTime !== undefined) return inTime;
    this.isPromised = true;
    return progress;
  }

  /** To be found in the metrics; whatever is wrong with the books is no fault of the job that found it. */
  private async verifyAndTell(): Promise<void> {
    const { checks } = await this.verify().report;
    for (const { name, violations, first } of checks.filter((check) => check.violations > 0)) {
      this.logger.error({ check: name, violations, first }, 'The books do not balance.');
    }
  }

  private begin(notedHead?: string): RunningVerification {
    const progress: Progress = { entriesDone: 0, entriesTotal: 0 };
    const report = this.read(progress, notedHead).finally(() => (this.running = undefined));
    report.catch(() => undefined); // whoever still waits is told; if nobody does, the next to ask begins anew
    return { progress, report };
  }

  private async read(progress: Progress, notedHead?: string): Promise<BooksReport> {
    const report = await onSnapshot(
      this.config,
      'florin books',
      (snapshot) => new Verification(snapshot, this.sealKeys, ENTRIES_PER_SLICE, progress, notedHead).run(),
      this.stopping.signal,
    );
    this.metrics.note(report);
    if (this.isPromised) this.promised = report;
    this.isPromised = false;
    return report;
  }
}
