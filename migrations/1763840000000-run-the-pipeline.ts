import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Runs of the pipeline, what each found day by day, and what was left over when three sides were held against each
 * other. Of all runs one at most is waiting or at work: an index says so, whatever the number of processes.
 */
export class RunThePipeline1763840000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table pipeline_runs (
        id uuid primary key,
        state text not null check (state in ('queued', 'running', 'succeeded', 'failed')),
        origin text not null check (origin in ('request', 'schedule')),
        dedupe text not null check (dedupe in ('receipt', 'event')),
        chargebacks text not null check (chargebacks in ('original', 'ledger')),
        date date,
        requested_by uuid,
        requested_role text,
        request_key bytea,
        request_fingerprint text,
        attempt integer not null default 0,
        losses integer not null default 0,
        worker uuid,
        progress jsonb,
        counts jsonb,
        timings jsonb,
        error jsonb,
        created_at timestamptz not null,
        started_at timestamptz,
        ended_at timestamptz,
        check ((request_key is null) = (request_fingerprint is null)),
        check ((ended_at is not null) = (state in ('succeeded', 'failed')))
      );
      create unique index pipeline_runs_active_index on pipeline_runs ((true)) where state in ('queued', 'running');
      create unique index pipeline_runs_request_index on pipeline_runs (requested_by, request_key);

      create table pipeline_metrics (
        run_id uuid not null references pipeline_runs (id),
        date date not null,
        campaign text not null,
        revenue_usd numeric not null,
        ad_cost_usd numeric,
        roas numeric,
        dau bigint,
        arpdau numeric,
        matched bigint,
        af_only bigint,
        confirmed_only bigint,
        primary key (run_id, date, campaign)
      );

      -- Of the runs that know a day, the one that counts: the latest that succeeded.
      create table pipeline_days (
        date date primary key,
        run_id uuid not null references pipeline_runs (id)
      ) with (fillfactor = 80);

      create table pipeline_reconciliations (
        run_id uuid primary key references pipeline_runs (id),
        matched bigint not null,
        af_only bigint not null,
        confirmed_only bigint not null,
        exceptions bigint not null,
        three_way jsonb
      );

      create table reconciliation_cases (
        id uuid primary key,
        fingerprint uuid not null,
        side text not null check (side in ('attribution', 'gateway', 'books')),
        receipt_id text,
        amount_usd numeric,
        occurred_at timestamptz,
        likely_cause text not null,
        first_run_id uuid not null references pipeline_runs (id),
        last_run_id uuid not null references pipeline_runs (id),
        created_at timestamptz not null,
        closed_at timestamptz,
        closed_by uuid,
        note text check (length(note) <= 500),
        check ((closed_at is null) = (closed_by is null) and (closed_at is null) = (note is null))
      ) with (fillfactor = 80);
      create unique index reconciliation_cases_fingerprint_index on reconciliation_cases (fingerprint);
      create index reconciliation_cases_open_index on reconciliation_cases (id) where closed_at is null;
      create index reconciliation_cases_cause_index on reconciliation_cases (likely_cause, id);
      create index reconciliation_cases_receipt_index on reconciliation_cases (receipt_id, id);
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
