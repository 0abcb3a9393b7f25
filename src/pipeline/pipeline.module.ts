import { BullModule } from '@nestjs/bullmq';
import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { AttributionModule } from '../attribution/attribution.module';
import { DailyMetricsController } from './daily-metrics.controller';
import { DailyMetricsQuery } from './daily-metrics.query';
import { InputFolder } from './input-folder';
import { duckdbEngine, PipelineEngine } from './pipeline-engine';
import { PipelineHousekeeping } from './pipeline-housekeeping.service';
import { PipelineLedger } from './pipeline-ledger.service';
import { PipelineRun } from './pipeline-run.entity';
import { PipelineRunsController } from './pipeline-runs.controller';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { PipelineRunsService } from './pipeline-runs.service';
import { PipelineUpkeep } from './pipeline-upkeep.service';
import { PipelineProcessor } from './pipeline.processor';
import { PIPELINE_JOBS, PIPELINE_QUEUE, PipelineQueue } from './pipeline.queue';
import { ReconciliationCase } from './reconciliation-case.entity';
import { ReconciliationCasesController } from './reconciliation-cases.controller';
import { ReconciliationCasesRepository } from './reconciliation-cases.repository';
import { ReconciliationCasesService } from './reconciliation-cases.service';
import { ReportFolder } from './report-folder';
import { RunExecution } from './run-execution.service';
import { RunLock } from './run-lock';
import { RunResultsRepository } from './run-results.repository';
import { RunResults } from './run-results.service';
import { RunWork } from './run-work.service';
import { UploadsController } from './uploads.controller';
import { UploadsService } from './uploads.service';

const asking = [PipelineRunsService, PipelineRunsRepository, PipelineQueue, UploadsService];
const working = [PipelineProcessor, RunExecution, RunLock, RunWork, PipelineLedger, InputFolder, ReportFolder];
const finding = [RunResults, RunResultsRepository, DailyMetricsQuery];
const cases = [ReconciliationCasesService, ReconciliationCasesRepository];
const keeping = [PipelineUpkeep, PipelineHousekeeping];

@Module({
  imports: [
    AttributionModule,
    TypeOrmModule.forFeature([PipelineRun, ReconciliationCase]),
    BullModule.registerQueue({ name: PIPELINE_QUEUE, defaultJobOptions: PIPELINE_JOBS }),
  ],
  controllers: [PipelineRunsController, UploadsController, DailyMetricsController, ReconciliationCasesController],
  providers: [
    { provide: PipelineEngine, useValue: duckdbEngine },
    ...asking,
    ...working,
    ...finding,
    ...cases,
    ...keeping,
  ],
  exports: [UploadsService, PipelineRunsService],
})
export class PipelineModule {}
