import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Where game servers are told what happened, and what they were told. What waits for one endpoint and one player is a
 * lane: the lane says when its oldest delivery is tried next, and who is trying it meanwhile.
 */
export class TellGameServers1763861000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table webhook_endpoints (
        id uuid primary key,
        url text not null check (length(url) <= 1000),
        description text not null check (length(description) <= 200),
        event_types text[] not null,
        sealed_secret bytea not null,
        sealed_previous_secret bytea,
        previous_secret_until timestamptz,
        disabled_at timestamptz,
        disabled_because text check (disabled_because in ('staff', 'gone', 'failing')),
        failing_since timestamptz,
        failures integer not null,
        paused_until timestamptz,
        created_by uuid not null,
        created_at timestamptz not null,
        deleted_at timestamptz,
        check ((disabled_at is null) = (disabled_because is null)),
        check ((sealed_previous_secret is null) = (previous_secret_until is null))
      ) with (fillfactor = 50);

      create table webhook_deliveries (
        id uuid primary key,
        position bigint generated always as identity,
        endpoint_id uuid not null references webhook_endpoints (id),
        lane uuid not null,
        user_id uuid references accounts (user_id),
        type text not null,
        body text not null,
        status text not null check (status in ('pending', 'delivered', 'failed')),
        attempts integer not null,
        tries smallint not null,
        created_at timestamptz not null,
        ended_at timestamptz,
        check ((status = 'pending') = (ended_at is null))
      ) with (fillfactor = 80);
      create index webhook_deliveries_pending_index on webhook_deliveries (endpoint_id, lane, position)
        include (created_at) where status = 'pending';
      create index webhook_deliveries_failed_index on webhook_deliveries (endpoint_id, position) where status = 'failed';
      create index webhook_deliveries_endpoint_index on webhook_deliveries (endpoint_id, position);
      create index webhook_deliveries_time_index on webhook_deliveries (endpoint_id, created_at);
      create index webhook_deliveries_user_index on webhook_deliveries (user_id, position);

      create table webhook_attempts (
        delivery_id uuid not null references webhook_deliveries (id) on delete cascade,
        number integer not null,
        at timestamptz not null,
        status smallint,
        duration_ms integer not null,
        error text check (length(error) <= 500),
        primary key (delivery_id, number)
      );

      create table webhook_lanes (
        endpoint_id uuid not null references webhook_endpoints (id),
        lane uuid not null,
        next_at timestamptz not null,
        lease uuid,
        primary key (endpoint_id, lane)
      ) with (fillfactor = 50);
      create index webhook_lanes_due_index on webhook_lanes (endpoint_id, next_at);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
