import { ThrottlerStorage } from '@nestjs/throttler';
import type { Redis } from 'ioredis';
import type { TestApp } from './app';
import { eventually } from './eventually';

interface Limits {
  redis: Redis;
  pausedUntil: number;
}

const storageOf = ({ app }: TestApp) => app.get<Limits>(ThrottlerStorage, { strict: false });

/** The connection over which calls are counted. */
export function limitsOf(app: TestApp): Redis {
  return storageOf(app).redis;
}

/** Waits until calls are counted in Redis, and lets it take its time from then on: this machine may be busy. */
export async function patientLimits(app: TestApp): Promise<void> {
  const storage = storageOf(app);
  storage.redis.options.commandTimeout = 60_000;
  await eventually(() => expect(storage.redis.status).toBe('ready'));
  storage.pausedUntil = 0; // should a call have taken too long before, Redis is left alone for another while
}
