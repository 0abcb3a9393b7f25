import type { MigrationInterface, QueryRunner } from 'typeorm';

/** The few who are not players are found among millions who are. */
export class FindStaff1763780000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index users_staff_index on users (role) where role <> 'player'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
