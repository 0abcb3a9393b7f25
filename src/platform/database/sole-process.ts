import { setTimeout as delay } from 'node:timers/promises';
import { Injectable, Logger, type OnApplicationShutdown, type OnModuleInit } from '@nestjs/common';
import { Client } from 'pg';
import { Config } from '../config/config';

/** Any number that nobody else locks in this database. */
const LOCK = 7_310_503;
/** A predecessor that was killed a moment ago is given the time to be noticed. */
const PATIENCE_MS = 3_000;
const RETRY_MS = 250;

/**
 * Without Redis, caches, rate limits and the economy's wake-ups live in the memory of one process, so there must be
 * only one. It holds a session lock on a connection of its own, for as long as it lives. (The address must lead to
 * PostgreSQL itself or to a pooler in session mode: through PgBouncer in transaction mode a session lock means nothing.)
 */
@Injectable()
export class SoleProcess implements OnModuleInit, OnApplicationShutdown {
  private readonly logger = new Logger(SoleProcess.name);
  private readonly stopping = new AbortController();
  private holder: Client | undefined;

  constructor(private readonly config: Config) {}

  /** @throws Error when another process holds the database */
  async onModuleInit(): Promise<void> {
    if (this.config.redisUrl !== undefined || this.config.role === 'command') return;
    const deadline = Date.now() + PATIENCE_MS;
    while (!(await this.claim())) {
      if (Date.now() > deadline) {
        throw new Error(
          'Another Florin is running on this database. More than one process needs Redis: set REDIS_URL for all of ' +
            'them, or stop the other one.',
        );
      }
      await delay(RETRY_MS);
    }
  }

  async onApplicationShutdown(): Promise<void> {
    this.stopping.abort();
    await this.holder?.end();
  }

  private async claim(): Promise<boolean> {
    const client = new Client({
      connectionString: this.config.databaseUrl,
      application_name: 'florin sole process',
      connectionTimeoutMillis: 2_500,
      keepAlive: true,
      // The server must notice in seconds that a machine with the lock is gone, not in two hours.
      options: '-c tcp_keepalives_idle=10 -c tcp_keepalives_interval=5 -c tcp_keepalives_count=3',
    });
    client.on('error', () => undefined); // 'end' follows
    await client.connect();
    const { rows } = await client.query<{ locked: boolean }>('select pg_try_advisory_lock($1) as locked', [LOCK]);
    if (!rows[0].locked) {
      await client.end();
      return false;
    }
    this.holder = client;
    client.once('end', () => void this.reclaim());
    return true;
  }

  /** The connection was lost: the lock comes back with the database, unless somebody else was faster. */
  private async reclaim(): Promise<void> {
    let isTold = false;
    while (!this.stopping.signal.aborted) {
      const isHeld = await this.claim().catch(() => undefined);
      if (isHeld === true) return;
      if (isHeld === false && !isTold) {
        this.logger.error('Another Florin has begun to work on this database, without Redis. Stop one of the two.');
        isTold = true;
      }
      await delay(RETRY_MS, undefined, { signal: this.stopping.signal }).catch(() => undefined);
    }
  }
}
