import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guests, users of another issuer and erased users have no email address. */
export class KnowUsersWithoutAddress1763700001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users alter column email drop not null');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
