import { Injectable, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { Config } from '../config/config';

const CHANNEL = 'florin:outbox';
const COALESCE_MS = 50;

/**
 * Tells the readers that there are new events: in this process at once, in others through Redis. It is only a hint,
 * for readers poll as well, so a Redis that is away is passed over in silence.
 */
@Injectable()
export class OutboxSignal implements OnApplicationShutdown {
  private readonly listeners = new Set<() => void>();
  private readonly publisher: Redis | undefined;
  private subscriber: Redis | undefined;
  private publishing: NodeJS.Timeout | undefined;

  constructor(private readonly config: Config) {
    if (config.redisUrl !== undefined) this.publisher = hintConnection(config.redisUrl);
  }

  ring(): void {
    for (const listener of this.listeners) listener();
    if (this.publisher === undefined || this.publishing !== undefined) return;
    this.publishing = setTimeout(() => this.publish(), COALESCE_MS);
    this.publishing.unref();
  }

  onRing(listener: () => void): void {
    this.listeners.add(listener);
    if (this.config.redisUrl !== undefined) this.subscriber ??= this.subscribe(this.config.redisUrl);
  }

  onApplicationShutdown(): void {
    clearTimeout(this.publishing);
    if (this.publishing !== undefined) this.publish();
    this.publisher?.disconnect();
    this.subscriber?.disconnect();
  }

  private publish(): void {
    this.publishing = undefined;
    this.publisher?.publish(CHANNEL, '').catch(() => undefined);
  }

  private subscribe(url: string): Redis {
    const subscriber = hintConnection(url);
    // Each time: what was rung while we were not subscribed is gone.
    subscriber.on('ready', () => {
      subscriber.subscribe(CHANNEL).then(
        () => this.callListeners(),
        () => undefined,
      );
    });
    subscriber.on('message', () => this.callListeners());
    return subscriber;
  }

  private callListeners(): void {
    for (const listener of this.listeners) listener();
  }
}

/** Never queues, never waits long, and comes back by itself. */
function hintConnection(url: string): Redis {
  const redis = new Redis(url, {
    enableOfflineQueue: false,
    autoResubscribe: false,
    maxRetriesPerRequest: 0,
    connectTimeout: 1_000,
    commandTimeout: 500,
    retryStrategy: () => 1_000,
  });
  redis.on('error', () => undefined);
  return redis;
}
