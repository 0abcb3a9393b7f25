import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Each checkout counts what its player has not paid yet, among however many orders that ended. */
export class CountUnpaidOrders1763824000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index orders_unpaid_index on orders (user_id) where status = 'pending'`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
