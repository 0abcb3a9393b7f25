import { Redis } from 'ioredis';

/**
 * One channel of Redis for hints: whoever misses one finds out by themselves, a little later. So a Redis that is away is
 * passed over in silence.
 */
export class RedisHints {
  private readonly publisher: Redis;
  private subscriber: Redis | undefined;

  constructor(
    private readonly url: string,
    private readonly channel: string,
  ) {
    this.publisher = hintConnection(url);
  }

  publish(hint: string): void {
    this.publisher.publish(this.channel, hint).catch(() => undefined);
  }

  /** `onMissed` is called whenever hints may have passed unheard. */
  subscribe(onHint: (hint: string) => void, onMissed: () => void): void {
    const subscriber = hintConnection(this.url);
    // Each time: what was published while we were not subscribed is gone.
    subscriber.on('ready', () => {
      subscriber.subscribe(this.channel).then(onMissed, () => undefined);
    });
    subscriber.on('message', (_channel: string, hint: string) => onHint(hint));
    this.subscriber = subscriber;
  }

  close(): void {
    this.publisher.disconnect();
    this.subscriber?.disconnect();
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
