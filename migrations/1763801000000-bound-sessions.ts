import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Which token a refresh token was given for; and the ways to a user's sessions that hold and to those that ended. */
export class BoundSessions1763801000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      alter table refresh_tokens add column previous_hash bytea;

      create index sessions_live_index on sessions (user_id, id) where revoked_at is null;
      create index sessions_revoked_index on sessions (revoked_at) where revoked_at is not null;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
