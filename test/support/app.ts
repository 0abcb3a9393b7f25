import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import type { Type } from '@nestjs/common';
import type { NestFastifyApplication } from '@nestjs/platform-fastify';
import { createApp } from '../../src/create-app';
import { Config } from '../../src/platform/config/config';
import { createDatabase, type TestDatabase } from './database';

export interface TestApp {
  /** `http://127.0.0.1:port`, for supertest and fetch. */
  url: string;
  app: NestFastifyApplication;
  database: TestDatabase;
  get<T>(type: Type<T> | (abstract new (...args: never[]) => T)): T;
  close(): Promise<void>;
}

/** The whole application on a database of its own, on a free port. Rate limits are out of the way unless asked for. */
export async function startApp(env: Record<string, string> = {}, existing?: TestDatabase): Promise<TestApp> {
  const database = existing ?? (await createDatabase());
  const dataFolder = await mkdtemp(join(tmpdir(), 'florin-data-'));
  const app = await createApp(
    Config.fromEnv({
      DATABASE_URL: database.url,
      DATABASE_OWNER_URL: database.ownerUrl,
      FLORIN_DATA: dataFolder,
      JWT_SECRET: 'a secret that only tests know, and long',
      RATE_LIMIT_SCALE: '100000',
      DEMO_HISTORY: 'false',
      SEAL_EVERY_SECONDS: '0.2',
      LOG_LEVEL: 'silent',
      PORT: '0',
      ...env,
    }),
  );
  await app.listen(0, '127.0.0.1');
  return {
    url: (await app.getUrl()).replace('[::1]', '127.0.0.1'),
    app,
    database,
    get: (type) => app.get(type as Type, { strict: false }),
    close: async () => {
      await app.close();
      if (!existing) await database.drop();
      await rm(dataFolder, { recursive: true, force: true });
    },
  };
}
