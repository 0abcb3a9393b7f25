import { CACHE_MANAGER, CacheModule as NestCacheModule } from '@nestjs/cache-manager';
import { Global, Module } from '@nestjs/common';
import type { Cache } from 'cache-manager';
import { Keyv } from 'keyv';
import { Config } from '../config/config';
import { BoundedMap } from './bounded-map';
import { CacheService } from './cache.service';
import { CacheStore } from './cache.store';
import { GuardedStore } from './guarded.store';
import { MemoryStore, weightOf } from './memory.store';
import { RedisLink } from './redis.link';

const MAX_MEMORY_CHARACTERS = 64_000_000;

/** With `REDIS_URL` answers are shared by all processes; without it there is one process, which keeps them itself. */
@Global()
@Module({
  imports: [
    NestCacheModule.registerAsync({
      inject: [Config, RedisLink],
      extraProviders: [RedisLink],
      useFactory: ({ redisUrl }: Config, redis: RedisLink) => ({
        stores: [redisUrl === undefined ? inMemory() : redis.open(redisUrl)],
      }),
    }),
  ],
  providers: [
    {
      provide: CacheStore,
      inject: [CACHE_MANAGER],
      useFactory: ({ stores: [keyv] }: Cache) =>
        keyv.store instanceof BoundedMap ? new MemoryStore(keyv.store) : new GuardedStore(keyv),
    },
    CacheService,
  ],
  exports: [CacheService],
})
export class CacheModule {}

function inMemory(): Keyv {
  return new Keyv({ store: new BoundedMap(MAX_MEMORY_CHARACTERS, weightOf) });
}
