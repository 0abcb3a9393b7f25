import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What finance asked a provider to give back, from the moment it was asked: two of them must not share their money. */
export class KnowRefundsAsked1763822000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table payments add column refunds_asked jsonb not null default '[]'`);
    await runner.query('alter table payments alter column refunds_asked drop default');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
