import { randomUUID } from 'node:crypto';
import { type BeforeApplicationShutdown, Injectable, Logger } from '@nestjs/common';
import { isPassing } from '../platform/database/database-errors';
import { Unavailable } from '../platform/errors/platform.errors';
import { EngineKilled } from './pipeline-engine';
import type { PipelineRun } from './pipeline-run.entity';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { PipelineQueue } from './pipeline.queue';
import { ReportFolder } from './report-folder';
import { runErrorOf } from './run-error';
import { RunLock } from './run-lock';
import { RunResults } from './run-results.service';
import { RunWork } from './run-work.service';

/** A run whose workers or engines die again and again kills them. */
const MAX_LOSSES = 3;

/**
 * Does a run, once in the cluster: whoever holds the lock is at work. A worker that is killed loses the lock with its
 * connection, and the run is taken up again from its beginning; one that is told to stop gives it back.
 */
@Injectable()
export class RunExecution implements BeforeApplicationShutdown {
  private readonly logger = new Logger(RunExecution.name);
  private readonly stopping = new AbortController();

  constructor(
    private readonly runs: PipelineRunsRepository,
    private readonly lock: RunLock,
    private readonly work: RunWork,
    private readonly results: RunResults,
    private readonly reports: ReportFolder,
    private readonly queue: PipelineQueue,
  ) {}

  /** The jobs are waited for only after this. */
  beforeApplicationShutdown(): void {
    this.stopping.abort();
  }

  /** @throws Error when it is to be tried again: nothing that counts was done */
  async execute(runId: string): Promise<void> {
    if (this.stopping.signal.aborted) throw new Unavailable();
    const lock = await this.lock.tryHold();
    if (lock === null) return this.requireAtWork(runId);
    try {
      const worker = randomUUID();
      const run = await this.runs.claim(runId, worker);
      if (run !== null) await this.carryOut(run, worker, lock.lost);
    } finally {
      await lock.release();
    }
  }

  /** Whoever holds the lock is at work on it; or looks after something else, and is soon done. */
  private async requireAtWork(runId: string): Promise<void> {
    if ((await this.runs.find(runId))?.state === 'queued') throw new Unavailable();
  }

  private async carryOut(run: PipelineRun, worker: string, lost: AbortSignal): Promise<void> {
    const { id, losses } = run;
    if (losses >= MAX_LOSSES) {
      const message = `Its worker or its engine was lost ${losses} times, so it is not tried again.`;
      return this.runs.fail(id, worker, { code: 'pipeline.worker_lost', message });
    }
    let isNeeded = false;
    try {
      const folder = await this.reports.make({ id, worker });
      const result = await this.work.do(run, worker, folder, AbortSignal.any([lost, this.stopping.signal]));
      const found = await this.results.read(folder);
      isNeeded = true; // as far as anybody knows, should the answer to COMMIT be lost
      isNeeded = await this.results.save(run, worker, result, found);
      if (isNeeded) await this.showLatest();
    } catch (error) {
      await this.end(run, worker, error, lost);
    } finally {
      if (!isNeeded) await this.reports.discard({ id, worker });
    }
  }

  /** Not ours, where we asked for something unusual, or come so late that a later run succeeded meanwhile. */
  private async showLatest(): Promise<void> {
    const latest = await this.runs.findLatestUsual();
    if (latest !== null) await this.reports.publish(latest);
  }

  private async end(run: PipelineRun, worker: string, error: unknown, lost: AbortSignal): Promise<void> {
    if (lost.aborted) throw new Unavailable('The lock of the run was lost with its connection.');
    if (this.stopping.signal.aborted) {
      await this.runs.giveBack(run.id, worker);
      return this.queue.wake(run);
    }
    if (error instanceof EngineKilled) {
      await this.runs.giveBackAfterLoss(run.id, worker);
      throw error;
    }
    if (isPassing(error) || error instanceof Unavailable) {
      await this.runs.giveBack(run.id, worker);
      throw error;
    }
    const told = runErrorOf(error);
    this.logger.warn({ run: run.id, err: error }, `A run of the pipeline failed: ${told.message}`);
    await this.runs.fail(run.id, worker, told);
  }
}
