import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Players of whom entries are to be sealed: one seal over all of them every few seconds, not one for every batch. */
export class GatherBeforeSealing1763800000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_unsealed (
        user_id uuid primary key,
        marked_at timestamptz not null default now()
      );
      -- The reader that sealed at once is no more; its position would keep every event for ever.
      delete from outbox_readers where name = 'SealLedger';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
