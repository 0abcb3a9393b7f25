import { Redis } from 'ioredis';
import { proxiedRedis } from './redis-proxied';
import { hasRedisServer, spawnedRedis } from './redis-spawned';

/** Where Redis can be made to fail as it does in life. */
export interface RedisServer {
  url: string;
  start(): Promise<void>;
  /** Asks it to end, as an operator does. */
  stop(): Promise<void>;
  /** Ends it without a word, as a crash does. */
  kill(): Promise<void>;
  /** Connections stay open, new ones are taken, and nothing is answered. */
  freeze(): void;
  thaw(): void;
  /** Ends it for good. */
  remove(): Promise<void>;
}

export interface TestRedis extends RedisServer {
  /** Any command, on a connection of its own. */
  command(name: string, ...args: string[]): Promise<unknown>;
  flush(): Promise<unknown>;
}

/** A `redis-server` of our own on a free port or, without its binary, a proxy of our own before `REDIS_URL`. */
export async function startRedis(): Promise<TestRedis> {
  const redis = hasRedisServer() ? await spawnedRedis() : await proxiedRedis(process.env.REDIS_URL ?? '');
  await redis.start();
  const command = (name: string, ...args: string[]) => call(redis.url, name, args);
  return { ...redis, command, flush: () => command('flushdb') };
}

export function redisAvailable(): boolean {
  return hasRedisServer() || process.env.REDIS_URL !== undefined;
}

/** Registers a suite that needs Redis; where there is none it does not exist, and that is said loudly. */
export function describeWithRedis(name: string, suite: () => void): void {
  if (redisAvailable()) describe(name, suite);
  else missing(name, 'a redis-server binary or REDIS_URL');
}

/** Registers a suite that needs a Redis process of its own, to see what it brings back from its disk. */
export function describeWithOwnRedis(name: string, suite: () => void): void {
  if (hasRedisServer()) describe(name, suite);
  else missing(name, 'a redis-server binary');
}

function missing(suite: string, needed: string): void {
  process.stderr.write(`\n!!! NOT TESTED, for it needs ${needed}: ${suite} !!!\n\n`);
}

async function call(url: string, name: string, args: readonly string[]): Promise<unknown> {
  const redis = new Redis(url, { retryStrategy: () => 20, maxRetriesPerRequest: 250 });
  redis.on('error', () => undefined);
  try {
    return await redis.call(name, ...args);
  } finally {
    redis.disconnect();
  }
}
