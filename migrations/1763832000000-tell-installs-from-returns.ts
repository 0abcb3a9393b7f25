import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * A click that brought a player back is no install: which campaign counts a player as one (null: none does) stands apart
 * from the campaign for which they pay.
 */
export class TellInstallsFromReturns1763832000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table installs add column install_campaign text;
      update installs set install_campaign = campaign;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
