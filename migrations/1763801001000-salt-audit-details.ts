import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Details have a salt, which goes with them: a digest without it could be compared with guesses of what was erased.
 * Entries from before have none, and are digested as they were.
 */
export class SaltAuditDetails1763801001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`alter table audit_details add column salt text`);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
