import { Logger, type OnApplicationShutdown } from '@nestjs/common';
import { Redis } from 'ioredis';
import { type Hit, hitOf, hitOfNames, type LimitStorage } from './limit-storage';

/** Counts and dates the window in one step: a key without an end would refuse its caller for ever. */
const TAKE = `
  local hits = redis.call('incr', KEYS[1])
  local ttl = redis.call('pttl', KEYS[1])
  if ttl < 0 then
    ttl = tonumber(ARGV[1])
    redis.call('pexpire', KEYS[1], ttl)
  end
  return {hits, ttl}`;

const REFUND = `
  if tonumber(redis.call('get', KEYS[1]) or 0) > 0 then return redis.call('decr', KEYS[1]) end
  return 0`;

/** Arguments: how many, the window, the limit. Nothing is counted that is too much. */
const TAKE_MANY = `
  local hits = (tonumber(redis.call('get', KEYS[1])) or 0) + tonumber(ARGV[1])
  local ttl = redis.call('pttl', KEYS[1])
  if ttl <= 0 then ttl = tonumber(ARGV[2]) end
  if hits <= tonumber(ARGV[3]) then redis.call('set', KEYS[1], hits, 'px', ttl) end
  return {hits, ttl}`;

/** Arguments: the window, the limit, the names, each of them once. */
const TAKE_NAMES = `
  local fresh = {}
  for i = 3, #ARGV do
    if redis.call('sismember', KEYS[1], ARGV[i]) == 0 then fresh[#fresh + 1] = ARGV[i] end
  end
  local hits = redis.call('scard', KEYS[1]) + #fresh
  local ttl = redis.call('pttl', KEYS[1])
  if ttl <= 0 then ttl = tonumber(ARGV[1]) end
  if #fresh > 0 and hits <= tonumber(ARGV[2]) then
    redis.call('sadd', KEYS[1], unpack(fresh))
    redis.call('pexpire', KEYS[1], ttl)
  end
  return {#fresh, hits, ttl}`;

const COMMAND_TIMEOUT_MS = 50;
const PAUSE_MS = 1_000;

interface Scripts {
  take(key: string, ttl: number): Promise<[hits: number, ttl: number]>;
  refund(key: string): Promise<number>;
  takeMany(key: string, amount: number, ttl: number, limit: number): Promise<[hits: number, ttl: number]>;
  takeNames(
    key: string,
    ttl: number,
    limit: number,
    ...names: string[]
  ): Promise<[fresh: number, hits: number, ttl: number]>;
}

/**
 * Counts calls for all processes. Redis may be away or frozen without anybody waiting for it: a command has 50 ms, and
 * after a failure Redis is left alone for a second, during which `increment` rejects at once.
 */
export class RedisLimitStorage implements LimitStorage, OnApplicationShutdown {
  private readonly logger = new Logger(RedisLimitStorage.name);
  private readonly redis: Redis & Scripts;
  private pausedUntil = 0;
  private away = false;

  constructor(url: string) {
    this.redis = new Redis(url, {
      connectionName: 'florin limits',
      keyPrefix: 'florin:limit:',
      commandTimeout: COMMAND_TIMEOUT_MS,
      connectTimeout: 1_000,
      enableOfflineQueue: false,
      autoResendUnfulfilledCommands: false,
      maxRetriesPerRequest: 0,
      enableAutoPipelining: true,
      retryStrategy: (attempt) => Math.min(100 * attempt, 2_000),
      scripts: {
        take: { lua: TAKE, numberOfKeys: 1 },
        refund: { lua: REFUND, numberOfKeys: 1 },
        takeMany: { lua: TAKE_MANY, numberOfKeys: 1 },
        takeNames: { lua: TAKE_NAMES, numberOfKeys: 1 },
      },
    }) as Redis & Scripts;
    this.redis.on('error', (error) => this.lost(error));
  }

  async increment(key: string, ttl: number, limit: number, _blockDuration: number, rule: string): Promise<Hit> {
    const [totalHits, remaining] = await this.ask(() => this.redis.take(`${rule}:${key}`, ttl));
    return hitOf(totalHits, limit, remaining);
  }

  refund(key: string, rule: string): void {
    // A refund that is lost costs its caller one attempt of a minute: nothing to fail or retry for.
    this.ask(() => this.redis.refund(`${rule}:${key}`)).catch(() => undefined);
  }

  async take(key: string, amount: number, ttl: number, limit: number, rule: string): Promise<Hit> {
    const [hits, remaining] = await this.ask(() => this.redis.takeMany(`${rule}:${key}`, amount, ttl, limit));
    return hitOf(hits, limit, remaining);
  }

  async takeNames(key: string, names: readonly string[], ttl: number, limit: number, rule: string): Promise<Hit> {
    const each = new Set(names);
    const [fresh, hits, left] = await this.ask(() => this.redis.takeNames(`${rule}:${key}`, ttl, limit, ...each));
    return hitOfNames(fresh, hits, limit, left);
  }

  onApplicationShutdown(): void {
    this.redis.disconnect();
  }

  private async ask<T>(command: () => Promise<T>): Promise<T> {
    const now = Date.now();
    if (now < this.pausedUntil) throw new Error('Redis is left alone for a moment.');
    // While it is away one caller at a time finds out whether it is back.
    if (this.away) this.pausedUntil = now + PAUSE_MS;
    try {
      const answer = await command();
      this.found();
      return answer;
    } catch (error) {
      this.lost(error);
      throw error;
    }
  }

  private lost(error: unknown): void {
    this.pausedUntil = Date.now() + PAUSE_MS;
    if (this.away) return;
    this.away = true;
    this.logger.warn(`Redis is away: strict rate limits count in this process, the others are off. ${String(error)}`);
  }

  private found(): void {
    if (!this.away) return;
    this.away = false;
    this.pausedUntil = 0;
    this.logger.log('Redis is back: rate limits count for all processes again.');
  }
}
