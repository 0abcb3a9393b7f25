import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config';

/** Asks Redis whether it answers, over a connection of its own, so that nothing queues behind the question. */
@Injectable()
export class RedisProbe implements OnApplicationShutdown {
  private redis: Redis | undefined;

  constructor(private readonly config: Config) {}

  async answers(timeoutMs: number): Promise<boolean> {
    try {
      await this.connection(timeoutMs).ping();
      return true;
    } catch {
      return false;
    }
  }

  onApplicationShutdown(): void {
    this.redis?.disconnect();
  }

  private connection(timeoutMs: number): Redis {
    if (this.redis) return this.redis;
    this.redis = new Redis(this.config.redisUrl ?? '', {
      connectionName: 'florin health',
      connectTimeout: timeoutMs,
      commandTimeout: timeoutMs,
      maxRetriesPerRequest: 0,
      retryStrategy: () => 1_000,
    });
    this.redis.on('error', () => undefined); // the answer to the next question tells
    return this.redis;
  }
}
