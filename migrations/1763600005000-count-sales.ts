import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Completed purchases per product and hour: what popular products are read from, whatever the history. */
export class CountSales1763600005000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table product_sales (
        hour timestamptz not null,
        product_id uuid not null references products (id),
        purchases bigint not null,
        units bigint not null,
        primary key (hour, product_id)
      ) with (fillfactor = 70);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
