import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Currencies have a name, and can be switched off. */
export class NameCurrencies1763700003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table currencies
        add column name text not null default '',
        add column is_active boolean not null default true,
        add column updated_at timestamptz not null default now();
      update currencies set name = 'Coin' where code = 'COIN';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
