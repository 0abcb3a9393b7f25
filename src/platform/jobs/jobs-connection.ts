import { Injectable, Logger, type OnApplicationShutdown } from '@nestjs/common';
import {
  type BackendFactory,
  type ConnectionOptions,
  createPostgresBackend,
  createRedisBackend,
  setDefaultBackendFactory,
} from 'bullmq';
import { Pool } from 'pg';
import { Config } from '../config/config';
import { JOBS_SCHEMA } from './jobs-schema';

/** A worker keeps one to listen; the rest are shared by everything else, and closed when idle. */
const POOL_SIZE = 5;

/** `@nestjs/bullmq` names no backend: its queues and workers get the one that fits their connection. */
const backendByConnection: BackendFactory = (name, options, backendOptions) => {
  const { connection } = options;
  if (connection instanceof Pool) return createPostgresBackend(name, { ...options, connection }, backendOptions);
  // A worker waits for Redis to come back; whoever adds a job wants to know at once that it cannot.
  const enableOfflineQueue = backendOptions?.withBlockingConnection === true;
  return createRedisBackend(name, { ...options, connection: { ...connection, enableOfflineQueue } }, backendOptions);
};

setDefaultBackendFactory(backendByConnection);

/** Where jobs are kept: Redis when there is one, otherwise our PostgreSQL, through one small pool for all queues. */
@Injectable()
export class JobsConnection implements OnApplicationShutdown {
  private readonly logger = new Logger(JobsConnection.name);
  private readonly pool: Pool | undefined;

  constructor(private readonly config: Config) {
    if (config.redisUrl === undefined) this.pool = this.makePool();
  }

  get options(): ConnectionOptions {
    return this.pool ?? { url: this.config.redisUrl, connectTimeout: 2_000 };
  }

  async onApplicationShutdown(): Promise<void> {
    await this.pool?.end();
  }

  private makePool(): Pool {
    const pool = new Pool({
      connectionString: this.config.databaseUrl,
      application_name: 'florin jobs',
      max: POOL_SIZE,
      idleTimeoutMillis: 10_000,
      connectionTimeoutMillis: 2_500,
      keepAlive: true,
      options: `-c search_path=${JOBS_SCHEMA} -c jit=off -c timezone=UTC`,
    });
    pool.on('error', (error) => this.logger.warn(error, 'A connection of the job queues was lost.'));
    return pool;
  }
}
