import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Staff look for players by how a name or an address begins; the unique indexes serve that in no locale but C. */
export class FindUsers1763720003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create index users_username_prefix_index on users (lower(username) text_pattern_ops);
      create index users_email_prefix_index on users (lower(email) text_pattern_ops);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
