import { OnWorkerEvent, Processor, WorkerHost } from '@nestjs/bullmq';
import { Logger } from '@nestjs/common';
import type { Job } from 'bullmq';
import { PasswordResetMailsService } from './password-reset-mails.service';
import { PASSWORD_RESETS_QUEUE, type PasswordResetJob } from './password-resets.queue';

/** Several at a time: a mail server takes seconds where a mail takes none. */
@Processor(PASSWORD_RESETS_QUEUE, { concurrency: 4 })
export class PasswordResetsProcessor extends WorkerHost {
  private readonly logger = new Logger(PasswordResetsProcessor.name);

  constructor(private readonly mails: PasswordResetMailsService) {
    super();
  }

  process({ data }: Job<PasswordResetJob>): Promise<void> {
    return this.mails.send(data.userId);
  }

  /** Nobody waits for the job, so this is where its operator learns of it. */
  @OnWorkerEvent('failed')
  warn(job: Job<PasswordResetJob> | undefined, error: Error): void {
    const attempt = `attempt ${job?.attemptsMade} of ${job?.opts.attempts}`;
    this.logger.warn(error, `A link for a new password was not mailed (${attempt}).`);
  }
}
