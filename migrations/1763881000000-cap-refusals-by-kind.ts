import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The newest of each provider and reason are kept, so that a flood of one pushes no other out. */
export class CapRefusalsByKind1763881000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index refused_notifications_kind_index on refused_notifications (provider, reason, id)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
