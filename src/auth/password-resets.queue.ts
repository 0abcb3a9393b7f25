import { InjectQueue } from '@nestjs/bullmq';
import { Injectable } from '@nestjs/common';
import type { DefaultJobOptions, Queue } from 'bullmq';
import { within } from '../platform/cache/deadline';
import { Unavailable } from '../platform/errors/platform.errors';

export const PASSWORD_RESETS_QUEUE = 'password-resets';

/** All that a job knows: the token is made when the mail is, and kept nowhere. */
export interface PasswordResetJob {
  userId: string;
}

/** A quarter of an hour, in which a mail server that puts strangers off comes to take the mail. */
export const PASSWORD_RESET_JOBS: DefaultJobOptions = {
  attempts: 10,
  backoff: { type: 'exponential', delay: 2_000, jitter: 0.5 },
  removeOnComplete: true,
  removeOnFail: { age: 24 * 60 * 60, count: 1_000 },
};

/** Nobody's mailbox is filled by those who only know the address, nor a link replaced before its owner finds it. */
const ONE_MAIL_EVERY_MS = 5 * 60_000;
const PATIENCE_MS = 2_000;

@Injectable()
export class PasswordResetsQueue {
  constructor(@InjectQueue(PASSWORD_RESETS_QUEUE) private readonly queue: Queue<PasswordResetJob>) {}

  /** @throws Unavailable when the jobs are kept where nobody answers */
  async add(userId: string): Promise<void> {
    const deduplication = { id: userId, ttl: ONE_MAIL_EVERY_MS };
    try {
      await within(PATIENCE_MS, this.queue.add('mail', { userId }, { deduplication }));
    } catch {
      throw new Unavailable();
    }
  }
}
