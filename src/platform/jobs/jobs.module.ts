import { BullModule } from '@nestjs/bullmq';
import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import type { DefaultJobOptions } from 'bullmq';
import { AuditModule } from '../audit/audit.module';
import { HealthModule } from '../health/health.module';
import { FailedJobs } from './failed-jobs.service';
import { JobsClock } from './jobs-clock';
import { JobsConnection } from './jobs-connection';
import { JobsWorkers } from './jobs-workers';
import { MaintenanceProcessor } from './maintenance.processor';
import { MAINTENANCE_QUEUE, MaintenanceService } from './maintenance.service';
import { QueuesController } from './queues.controller';
import { QueuesService } from './queues.service';

const DAY_SECONDS = 24 * 60 * 60;

/** What every job has unless its queue says otherwise: BullMQ's own are one attempt, kept for ever. */
const defaultJobOptions: DefaultJobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 1_000, jitter: 0.5 },
  removeOnComplete: { age: DAY_SECONDS, count: 1_000 },
  removeOnFail: { age: 14 * DAY_SECONDS, count: 10_000 },
};

/** BullMQ, once for all: a module that needs a queue registers it by name. Job ids hold no colon. */
@Global()
@Module({
  imports: [
    BullModule.forRootAsync({
      extraProviders: [JobsConnection],
      inject: [JobsConnection],
      useFactory: (connection: JobsConnection) => ({ connection: connection.options, defaultJobOptions }),
      extraOptions: { manualRegistration: true }, // JobsWorkers starts consumers where they belong
    }),
    BullModule.registerQueue({ name: MAINTENANCE_QUEUE }),
    AuditModule,
    DiscoveryModule,
    HealthModule,
  ],
  controllers: [QueuesController],
  providers: [JobsClock, JobsWorkers, MaintenanceService, MaintenanceProcessor, QueuesService, FailedJobs],
  exports: [MaintenanceService],
})
export class JobsModule {}
