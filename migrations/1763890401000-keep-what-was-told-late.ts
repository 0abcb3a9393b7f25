import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Players are told for a week after it was written down, however long ago it happened: the outbox may have parked it. */
export class KeepWhatWasToldLate1763890401000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table notifications add column told_at timestamptz not null default now();
      create index notifications_told_at_index on notifications (told_at);
      drop index notifications_at_index;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
