import type { MigrationInterface, QueryRunner } from 'typeorm';

/** A delivery holds no lock on the account that it is about: purchases want that row. */
export class LetDeliveriesLockNoAccount1763890500000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table webhook_deliveries drop constraint webhook_deliveries_user_id_fkey');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
