import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Who was erased and was told more than one transaction may delete: the rest goes soon after. */
export class EraseWhatWasToldInSlices1763890400000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table told_erasures (
        user_id uuid primary key,
        erased_at timestamptz not null default now()
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
