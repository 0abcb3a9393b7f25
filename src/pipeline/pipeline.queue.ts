import { InjectQueue } from '@nestjs/bullmq';
import { Injectable, Logger } from '@nestjs/common';
import type { DefaultJobOptions, Queue } from 'bullmq';
import { within } from '../platform/cache/deadline';

export const PIPELINE_QUEUE = 'pipeline';

export interface PipelineJob {
  runId: string;
}

/** What failed for good says so in the run. A job fails only where its worker could not even do that, and may be made again. */
export const PIPELINE_JOBS: DefaultJobOptions = {
  attempts: 5,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: true,
};

const PATIENCE_MS = 2_000;

/** Wakes a worker for a run. The run itself is in the database: a job that is lost is made again within a minute. */
@Injectable()
export class PipelineQueue {
  private readonly logger = new Logger(PipelineQueue.name);

  constructor(@InjectQueue(PIPELINE_QUEUE) private readonly queue: Queue<PipelineJob>) {}

  async wake({ id, attempt }: { id: string; attempt: number }): Promise<void> {
    try {
      // One job for each time it is to be taken up.
      await within(PATIENCE_MS, this.queue.add('run', { runId: id }, { jobId: `${id}-${attempt}` }));
    } catch (error) {
      this.logger.warn(error, 'A run of the pipeline waits: its job could not be stored yet.');
    }
  }
}
