import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Guests are players whom nothing but a device knows, until they choose a name and a password. */
export class TellGuests1763720002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query('alter table users add column is_guest boolean not null default false');
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
