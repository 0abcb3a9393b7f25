import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { InputFolder } from './input-folder';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { PipelineQueue } from './pipeline.queue';
import { ReportFolder } from './report-folder';
import { RunLock } from './run-lock';
import { RunResultsRepository } from './run-results.repository';

/** Runs whose reports are kept as files. */
const KEPT_RUNS = 14;

/** What has to be put right when a worker was killed, and what piles up. All of it may be done twice. */
@Injectable()
export class PipelineHousekeeping {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: PipelineRunsRepository,
    private readonly results: RunResultsRepository,
    private readonly queue: PipelineQueue,
    private readonly lock: RunLock,
    private readonly inputs: InputFolder,
    private readonly reports: ReportFolder,
  ) {}

  /** Wakes a worker for a run that nobody is at work on; and shows the reports of one that succeeded just before its end. */
  async recover(): Promise<void> {
    const isFree = await this.whileNobodyWorks(async () => {
      const latest = await this.runs.findLatestUsual();
      if (latest !== null) await this.reports.publish(latest);
    });
    const run = await this.runs.findActive();
    if (run === null || (run.state === 'running' && !isFree)) return;
    await this.queue.wake(run);
  }

  async clear(): Promise<void> {
    await this.inputs.clear();
    await this.whileNobodyWorks(async () => {
      const latest = await this.runs.findLatestUsual();
      await this.reports.clearAllBut([...(await this.runs.findKept(KEPT_RUNS)), ...(latest === null ? [] : [latest])]);
    });
    while (await this.unitOfWork.run((tx) => this.results.forgetSuperseded(tx)));
  }

  /** False when somebody is at work. */
  private async whileNobodyWorks(work: () => Promise<void>): Promise<boolean> {
    const lock = await this.lock.tryHold();
    if (lock === null) return false;
    try {
      await work();
      return true;
    } finally {
      await lock.release();
    }
  }
}
