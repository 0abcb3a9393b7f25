import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Players name an order by the end of its id, and support looks for its payment. */
export class FindPaymentsByOrderNumber1763890900000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`create index payments_order_number_index on payments ((right(order_id::text, 8)), id)`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
