import { createRequire } from 'node:module';
import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import { KeyvAdapter } from 'cache-manager';
import { redisInsStore, type redisStore } from 'cache-manager-redis-yet';
import { Keyv, type KeyvStoreAdapter } from 'keyv';
import { within } from './deadline';

type RedisClient = Parameters<typeof redisInsStore>[0];
type RedisOptions = Parameters<typeof redisStore>[0];

/**
 * The client library that `cache-manager-redis-yet` brings, wherever npm put it. Its own `redisStore` makes and connects
 * a client in one: too early for our error listener, without which an error ends the process.
 */
const redis = createRequire(require.resolve('cache-manager-redis-yet'))('redis') as {
  createClient(options: RedisOptions): RedisClient;
};

const SILENCE_MS = 5_000;
const RECONNECT_MS = 500;

const away = () => Promise.reject(new Error('Redis is away.'));
const ABSENT = {
  opts: {},
  get: away,
  getMany: away,
  set: away,
  delete: away,
  clear: away,
} as unknown as KeyvStoreAdapter;

/**
 * Everything about Redis: one Keyv whose store is Redis while there is a connection, and one that refuses at once while
 * there is none. Keys begin with the server's run id: what a restarted or promoted server brings back from its disk may
 * be older than what was forgotten since, and is never looked at.
 */
@Injectable()
export class RedisLink implements OnApplicationShutdown {
  private readonly logger = new Logger(RedisLink.name);
  private readonly keyv = new Keyv({
    store: ABSENT,
    serialize: undefined,
    deserialize: undefined,
    throwOnErrors: true,
  });
  private client: RedisClient | undefined;
  private closed = false;

  /** Connects in the background, and again whenever the connection is lost. */
  open(url: string): Keyv {
    void this.stayConnected(url);
    return this.keyv;
  }

  onApplicationShutdown(): void {
    this.closed = true;
    this.drop();
  }

  private async stayConnected(url: string): Promise<void> {
    while (!this.closed) {
      try {
        await this.connect(url);
        await this.untilSilent();
      } catch (error) {
        this.logger.debug(error);
      }
      this.drop();
      await pause(RECONNECT_MS);
    }
  }

  private async connect(url: string): Promise<void> {
    const client = redis.createClient({
      url,
      disableOfflineQueue: true,
      socket: { connectTimeout: SILENCE_MS, reconnectStrategy: false },
    });
    this.client = client;
    client.on('error', () => this.drop(client));
    await within(SILENCE_MS, client.connect());
    const runId = /^run_id:(\w+)/m.exec(await within(SILENCE_MS, client.info('server')))?.[1] ?? 'unknown';
    this.keyv.store = new KeyvAdapter(redisInsStore(client));
    this.keyv.namespace = `florin:cache:${runId.slice(0, 12)}`;
  }

  /** A connection that says nothing, not even to a ping, is given up: the client itself would wait for ever. */
  private async untilSilent(): Promise<void> {
    while (this.client?.isOpen) {
      await pause(RECONNECT_MS);
      if (this.client?.isOpen) await within(SILENCE_MS, this.client.ping());
    }
  }

  private drop(client = this.client): void {
    if (client?.isOpen) void client.disconnect().catch(() => undefined);
    if (client !== this.client) return;
    this.client = undefined;
    this.keyv.store = ABSENT;
  }
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds).unref());
}
