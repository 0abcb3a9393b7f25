import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { PIPELINE_QUEUE, type PipelineJob } from './pipeline.queue';
import { RunExecution } from './run-execution.service';

@Processor(PIPELINE_QUEUE)
export class PipelineProcessor extends WorkerHost {
  private readonly logger = new Logger(PipelineProcessor.name);

  constructor(private readonly execution: RunExecution) {
    super();
  }

  process({ data }: Job<PipelineJob>): Promise<void> {
    return this.execution.execute(data.runId);
  }

  @OnWorkerEvent('failed')
  tell(job: Job<PipelineJob> | undefined, error: Error): void {
    this.logger.warn({ run: job?.data.runId, err: error }, 'A run of the pipeline could not be taken up; it waits.');
  }
}
