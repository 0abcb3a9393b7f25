import { Injectable, Logger, type OnApplicationBootstrap, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { OutboxService } from '../platform/outbox/outbox.service';
import { deletedIds, DELETIONS_CHANNEL } from './deleted-ids';
import { AmbassadorDeleted } from './sellables.events';
import { SellablesSweep } from './sellables-sweep';

/** Hears what the owner of ambassadors deletes. What is said while nobody listens is lost: the sweep finds it. */
@Injectable()
export class AmbassadorDeletions implements OnApplicationBootstrap, OnApplicationShutdown {
  private readonly logger = new Logger(AmbassadorDeletions.name);
  private redis: Redis | undefined;

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: OutboxService,
    private readonly sweep: SellablesSweep,
  ) {}

  onApplicationBootstrap(): void {
    const { redisUrl, sellables, runsWorkers } = this.config;
    if (redisUrl === undefined || sellables.ambassadors === undefined || !runsWorkers) return;
    this.redis = new Redis(redisUrl, {
      connectionName: 'florin ambassadors',
      keepAlive: 10_000,
      maxRetriesPerRequest: null,
      retryStrategy: (attempt) => Math.min(attempt * 100, 2_000),
    });
    this.redis.on('error', (error) => this.logger.warn(error, 'Deletions are not heard; the sweep finds them.'));
    this.redis.on('message', (_channel, message: string) => void this.hear(message));
    this.redis.on('ready', () => void this.listen());
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  /** What was deleted meanwhile is found by asking. */
  private async listen(): Promise<void> {
    try {
      await this.redis?.subscribe(DELETIONS_CHANNEL);
      await this.sweep.run();
    } catch (error) {
      this.logger.warn(error, 'What was deleted meanwhile is not known yet; the next sweep finds it.');
    }
  }

  private async hear(message: string): Promise<void> {
    const ids = deletedIds(message);
    try {
      if (ids.length === 0) throw new Error(`No ambassador is named by ${JSON.stringify(message.slice(0, 200))}.`);
      await this.unitOfWork.run((tx) => this.outbox.add(tx, [new AmbassadorDeleted(ids)]));
    } catch (error) {
      this.logger.warn(error, 'A deletion was heard in vain; the sweep finds it.');
    }
  }
}
