import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a member of staff may not do alone names both who asked and who agreed. */
export class NameApprovers1763700002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table transactions add column approver_id uuid');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
