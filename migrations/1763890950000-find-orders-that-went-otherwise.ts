import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Finance looks for payments by what became of their orders: the few that did not just end well. */
export class FindOrdersThatWentOtherwise1763890950000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index orders_otherwise_index on orders (status)
        where status in ('paid', 'partially_refunded', 'refunded', 'charged_back')`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
