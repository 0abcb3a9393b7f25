import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { CronRuns } from '../platform/database/cron-runs';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { StartRunDto } from './dto/start-run.dto';
import { InputFolder } from './input-folder';
import { DAILY_RUN, PipelineRunsService } from './pipeline-runs.service';
import { PipelineHousekeeping } from './pipeline-housekeeping.service';

/** Begins the daily run, takes up runs whose worker is gone, and clears away what nobody needs any more. */
@Injectable()
export class PipelineUpkeep implements OnModuleInit, OnApplicationBootstrap {
  private readonly logger = new Logger(PipelineUpkeep.name);

  constructor(
    private readonly config: Config,
    private readonly maintenance: MaintenanceService,
    private readonly cronRuns: CronRuns,
    private readonly inputs: InputFolder,
    private readonly runs: PipelineRunsService,
    private readonly housekeeping: PipelineHousekeeping,
  ) {}

  onModuleInit(): void {
    const { cron } = this.config.pipeline;
    if (cron !== undefined) this.maintenance.register({ name: DAILY_RUN, cron, run: () => this.runDaily() });
    this.maintenance.register({ name: 'recover-pipeline', cron: '* * * * *', run: () => this.lookAfterRuns() });
    this.maintenance.register({ name: 'clear-pipeline', cron: '40 2 * * *', run: () => this.housekeeping.clear() });
  }

  /** Whoever starts where somebody was killed need not wait for the minute. */
  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.housekeeping.recover().catch((error: unknown) => {
      this.logger.warn(error, 'Whether a run of the pipeline was left behind is looked at again in a minute.');
    });
  }

  /** Each minute: who was killed comes back, and the daily run begins that had to wait. */
  async lookAfterRuns(): Promise<void> {
    await this.housekeeping.recover();
    if (this.config.pipeline.cron !== undefined) await this.runs.startDaily(new StartRunDto());
  }

  /** Once a day in the cluster, and only where there are inputs: without them there is nothing to say. */
  async runDaily(): Promise<void> {
    if (!(await this.inputs.isComplete()) || !(await this.cronRuns.claimToday(DAILY_RUN))) return;
    await this.runs.startDaily(new StartRunDto());
  }
}
