import { statfs } from 'node:fs/promises';
import { Injectable } from '@nestjs/common';
import { type HealthIndicatorFunction, HealthIndicatorService } from '@nestjs/terminus';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';
import { Config } from '../config/config';
import { isMigrated } from '../database/migrate';
import { HealthDetails } from './health-details';
import { RedisProbe } from './redis.probe';

const TIMEOUT_MS = 1_000;
const MIN_FREE_BYTES = 100 * 1024 * 1024;

/** What this process needs in order to serve. */
@Injectable()
export class HealthIndicators {
  private migrated = false;

  constructor(
    private readonly indicators: HealthIndicatorService,
    @InjectDataSource() private readonly dataSource: DataSource,
    private readonly config: Config,
    private readonly redis: RedisProbe,
    private readonly details: HealthDetails,
  ) {}

  all(): HealthIndicatorFunction[] {
    return [
      () => this.attempt('database', () => this.requireAnswer()),
      () => this.attempt('migrations', () => this.requireMigrated()),
      ...(this.config.embeddedDatabase ? [() => this.attempt('disk', () => this.requireFreeDisk())] : []),
      ...(this.config.redisUrl === undefined ? [] : [() => this.orLess('redis', () => this.redis.answers(TIMEOUT_MS))]),
      ...[...this.details.checks].map(
        ([name, check]) =>
          () =>
            this.orLess(name, check),
      ),
    ];
  }

  private attempt(name: string, work: () => Promise<void | { freeMegabytes: number }>) {
    return Promise.resolve(this.indicators.check(name).attempt(work).withTimeout(TIMEOUT_MS));
  }

  private async requireAnswer(): Promise<void> {
    await this.dataSource.query('select 1');
  }

  /** A database does not lose migrations while we run: one positive answer is enough. */
  private async requireMigrated(): Promise<void> {
    this.migrated ||= await isMigrated(this.dataSource);
    if (!this.migrated) throw new Error('migrations of this build have not been applied');
  }

  private async requireFreeDisk(): Promise<{ freeMegabytes: number }> {
    const { bavail, bsize } = await statfs(this.config.dataFolder);
    const free = bavail * bsize;
    const freeMegabytes = Math.floor(free / 1024 / 1024);
    if (free < MIN_FREE_BYTES) throw new Error(`only ${freeMegabytes} MB are left in the data folder`);
    return { freeMegabytes };
  }

  /** Florin serves without it, only less, or with less speed. */
  private async orLess(name: string, check: () => Promise<boolean>) {
    const indicator = this.indicators.check(name);
    return (await check()) ? indicator.up() : indicator.degraded('no answer');
  }
}
