import { Injectable } from '@nestjs/common';
import { AuditService } from '../audit/audit.service';
import { within } from '../cache/deadline';
import { UnitOfWork } from '../database/unit-of-work';
import { Unavailable } from '../errors/platform.errors';
import type { Actor } from '../security/access';
import { FailedJobNotFound, QueueNotFound } from './jobs.errors';
import type { FailedJobView } from './queue.view';
import { type AnyJob, type AnyQueue, QueuesService } from './queues.service';

const PATIENCE_MS = 2_000;
const REASON_CHARACTERS = 500;
/** Numbers, ids of ours, or the name and time of a schedule. */
const ID = /^[\x21-\x7e]{1,255}$/;
/** What BullMQ says of a job that is not there, or not failed. */
const GONE = /^Missing key for job|is not in the failed state/;

/** Jobs that were given up: what became of them, and what somebody does about it. */
@Injectable()
export class FailedJobs {
  constructor(
    private readonly queues: QueuesService,
    private readonly unitOfWork: UnitOfWork,
    private readonly audit: AuditService,
  ) {}

  /** The newest first, from `offset` on. @throws QueueNotFound, Unavailable */
  async list(queueName: string, offset: number, limit: number): Promise<FailedJobView[]> {
    const jobs = await answered(this.queue(queueName).getFailed(offset, offset + limit - 1));
    return jobs.map(viewOf);
  }

  /** Has it tried again, as often as a new one. @throws QueueNotFound, FailedJobNotFound, Unavailable */
  async retry(actor: Actor, queueName: string, id: string): Promise<void> {
    const job = await this.getFailed(queueName, id);
    await this.note(actor, 'job.retried', queueName, job);
    await answered(job.retry('failed', { resetAttemptsMade: true })).catch((error: unknown) => {
      throw error instanceof Error && GONE.test(error.message) ? new FailedJobNotFound() : error;
    });
  }

  /** Forgets it. @throws QueueNotFound, FailedJobNotFound, Unavailable */
  async dismiss(actor: Actor, queueName: string, id: string): Promise<void> {
    const job = await this.getFailed(queueName, id);
    await this.note(actor, 'job.dismissed', queueName, job);
    await answered(job.remove());
  }

  private queue(name: string): AnyQueue {
    const queue = this.queues.find(name);
    if (queue === null) throw new QueueNotFound();
    return queue;
  }

  private async getFailed(queueName: string, id: string): Promise<AnyJob> {
    const queue = this.queue(queueName);
    const job = ID.test(id) ? await answered(queue.getJob(id)) : undefined;
    if (job === undefined || !(await answered(job.isFailed()))) throw new FailedJobNotFound();
    return job;
  }

  /** Before it is done, for the jobs may be kept elsewhere: nothing is done that the log does not know. */
  private note(actor: Actor, action: string, queueName: string, job: AnyJob): Promise<void> {
    const { name, reason, failedAt } = viewOf(job);
    const target = `job:${queueName}/${job.id}`;
    return this.unitOfWork.run((tx) =>
      this.audit.record(tx, { actor, action, target, before: { name, reason, failedAt } }),
    );
  }
}

/** @throws Unavailable when where jobs are kept does not answer */
async function answered<T>(asked: Promise<T>): Promise<T> {
  try {
    return await within(PATIENCE_MS, asked);
  } catch (error) {
    if (error instanceof Error && GONE.test(error.message)) throw error;
    throw new Unavailable();
  }
}

function viewOf(job: AnyJob): FailedJobView {
  return {
    id: job.id ?? '',
    name: job.name,
    reason: (job.failedReason ?? '').slice(0, REASON_CHARACTERS),
    attempts: job.attemptsMade,
    createdAt: new Date(job.timestamp).toISOString(),
    failedAt: new Date(job.finishedOn ?? job.timestamp).toISOString(),
  };
}
