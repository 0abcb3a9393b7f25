import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Transactions, their ledger entries and the idempotency keys: only ever appended to (docs/adr/0002). */
export class KeepTheJournal1763600003000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table transactions (
        user_id uuid not null,
        id uuid not null,
        kind text not null,
        status text not null check (status in ('pending', 'completed', 'failed')),
        product_id uuid,
        quantity bigint,
        currency text,
        amount bigint,
        failure_code text,
        reason text,
        source text,
        actor_id uuid not null,
        created_at timestamptz not null,
        primary key (user_id, id),
        check ((status = 'failed') = (failure_code is not null))
      );
      create index transactions_status_index on transactions (status, created_at);
      create index transactions_product_index on transactions (product_id, created_at);
      create index transactions_time_index on transactions using brin (created_at) with (pages_per_range = 32);

      create table ledger_entries (
        user_id uuid not null,
        seq bigint not null check (seq > 0),
        transaction_id uuid not null,
        currency text,
        product_id uuid,
        amount bigint not null check (amount <> 0),
        balance_after bigint not null check (balance_after >= 0),
        counter_account text not null,
        order_line_id uuid,
        created_at timestamptz not null,
        primary key (user_id, seq),
        check (num_nonnulls(currency, product_id) = 1)
      );

      create table idempotency_keys (
        user_id uuid not null,
        actor_id uuid not null,
        key text not null,
        fingerprint text not null,
        transaction_id uuid,
        status smallint not null,
        answer text not null,
        created_at timestamptz not null,
        primary key (user_id, actor_id, key)
      );

      create function refuse_change() returns trigger language plpgsql as $$
      begin
        raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
      end $$;
      create trigger ledger_entries_append_only before update or delete or truncate on ledger_entries
        for each statement execute function refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
