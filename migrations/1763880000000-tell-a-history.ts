import type { MigrationInterface, QueryRunner } from 'typeorm';

/** How far the demonstration's history has been told, of which there is one or none. */
export class TellAHistory1763880000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table demonstration_history (
        id smallint primary key check (id = 1),
        begun_at timestamptz not null,
        days_told integer not null check (days_told >= 0),
        ended_at timestamptz
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
