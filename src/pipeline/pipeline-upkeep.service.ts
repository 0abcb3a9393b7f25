import { Injectable, Logger, type OnApplicationBootstrap, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { CronRuns } from '../platform/database/cron-runs';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { StartRunDto } from './dto/start-run.dto';
import { InputFolder } from './input-folder';
import { PipelineRunsService } from './pipeline-runs.service';
import { PipelineHousekeeping } from './pipeline-housekeeping.service';

const DAILY = 'run-pipeline';

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
    if (cron !== undefined) this.maintenance.register({ name: DAILY, cron, run: () => this.runDaily() });
    this.maintenance.register({ name: 'recover-pipeline', cron: '* * * * *', run: () => this.housekeeping.recover() });
    this.maintenance.register({ name: 'clear-pipeline', cron: '40 2 * * *', run: () => this.housekeeping.clear() });
  }

  /** Whoever starts where somebody was killed need not wait for the minute. */
  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.housekeeping.recover().catch((error: unknown) => {
      this.logger.warn(error, 'Whether a run of the pipeline was left behind is looked at again in a minute.');
    });
  }

  /** Once a day in the cluster, and only where there are inputs: without them there is nothing to say. */
  async runDaily(): Promise<void> {
    if (!(await this.inputs.isComplete()) || !(await this.cronRuns.claimToday(DAILY))) return;
    try {
      if ((await this.runs.startBySchedule(new StartRunDto())) === null) await this.cronRuns.giveBackToday(DAILY);
    } catch (error) {
      await this.cronRuns.giveBackToday(DAILY);
      throw error;
    }
  }
}
