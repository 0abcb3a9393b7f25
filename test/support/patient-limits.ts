import { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import type { TestApp } from './app';
import { eventually } from './eventually';

/** The connection over which calls are counted. */
export function limitsOf({ app }: TestApp): Redis {
  return app.get<{ redis: Redis }>(ThrottlerStorage, { strict: false }).redis;
}

/** Waits until calls are counted in Redis, and lets it take its time from then on: this machine may be busy. */
export async function patientLimits(app: TestApp): Promise<void> {
  const redis = limitsOf(app);
  redis.options.commandTimeout = 60_000;
  await eventually(() => expect(redis.status).toBe('ready'));
  // Should a call have taken too long before, Redis would be left alone for another while.
  Object.assign(app.app.get(ThrottlerStorage, { strict: false }), { pausedUntil: 0 });
}
