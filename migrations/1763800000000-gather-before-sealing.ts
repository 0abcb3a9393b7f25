import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Players of whom entries are to be sealed: one seal over all of them every few seconds, not one for every batch. */
export class GatherBeforeSealing1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_unsealed (
        user_id uuid primary key
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
