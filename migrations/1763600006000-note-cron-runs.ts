import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The last tick of each cron, so that one process of the cluster runs it. */
export class NoteCronRuns1763600006000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table cron_runs (
        name text primary key,
        tick date not null
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
