import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { MAINTENANCE_QUEUE, MaintenanceService } from './maintenance.service';

@Processor(MAINTENANCE_QUEUE)
export class MaintenanceProcessor extends WorkerHost {
  private readonly logger = new Logger(MaintenanceProcessor.name);

  constructor(private readonly maintenance: MaintenanceService) {
    super();
  }

  process(job: Job): Promise<void> {
    return this.maintenance.run(job.name);
  }

  @OnWorkerEvent('failed')
  tell(job: Job | undefined, error: Error): void {
    this.logger.error({ task: job?.name, err: error }, 'Housekeeping failed.');
  }
}
