import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Users who prove who they are without a password: by a device's secret, or by the token of another issuer. */
export class KnowUsersByOtherProofs1763720001000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table guest_devices (
        device_hash bytea primary key,
        user_id uuid not null references users (id) constraint guest_devices_user_key unique,
        created_at timestamptz not null default now()
      );

      create table external_identities (
        issuer text not null,
        subject text not null,
        user_id uuid not null references users (id),
        created_at timestamptz not null default now(),
        primary key (issuer, subject)
      );
      create index external_identities_user_index on external_identities (user_id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
