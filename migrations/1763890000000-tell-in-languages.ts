import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Whoever asks for a ticket says in which languages they read. What is written about players looks among those who were
 * erased, who are few, and no more at the account of each.
 */
export class TellInLanguages1763890000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table socket_tickets add column languages text[] not null default '{}';
      create index accounts_erased_index on accounts (user_id) where status = 'erased';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
