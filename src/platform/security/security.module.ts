import { Global, Module } from '@nestjs/common';
import { APP_GUARD } from '@nestjs/core';
import { ThrottlerModule } from '@nestjs/throttler';
import { Config } from '../config/config';
import { AccessGuard } from './access.guard';
import { MemoryLimitStorage } from './limit-storage.memory';
import { RedisLimitStorage } from './limit-storage.redis';
import { Quotas } from './quotas';
import { RateLimits } from './rate-limits';
import { ShutOuts } from './shut-outs';

/**
 * Closes every route of the application unless it opts out. The tokens are read by `PrincipalSource`, which a global
 * module above provides: platform declares the port and knows no tokens.
 */
@Global()
@Module({
  imports: [
    ThrottlerModule.forRootAsync({
      inject: [Config],
      useFactory: ({ redisUrl }: Config) => ({
        throttlers: [],
        storage: redisUrl === undefined ? new MemoryLimitStorage() : new RedisLimitStorage(redisUrl),
      }),
    }),
  ],
  providers: [RateLimits, Quotas, ShutOuts, { provide: APP_GUARD, useClass: AccessGuard }],
  exports: [Quotas, ShutOuts],
})
export class SecurityModule {}
