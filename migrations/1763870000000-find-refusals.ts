import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What a player was refused, newest first, however much they bought. Only refusals pay for it. */
export class FindRefusals1763870000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index transactions_refused_index on transactions (user_id, id) where status = 'failed'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
