import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * The money for orders: what providers told us of each, what they told us word for word, what was not believed, and
 * who may not buy with money any more.
 */
export class KeepPayments1763813000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table payments (
        user_id uuid not null references accounts (user_id),
        id uuid not null,
        order_id uuid not null,
        provider text not null,
        amount bigint not null check (amount > 0),
        currency text not null references currencies (code),
        url text,
        facts jsonb not null,
        closed_at timestamptz,
        released_at timestamptz,
        received bigint not null check (received >= 0),
        returned bigint not null check (returned >= 0),
        to_return bigint not null check (to_return >= 0),
        created_at timestamptz not null,
        primary key (user_id, id),
        unique (user_id, order_id),
        foreign key (user_id, order_id) references orders (user_id, id),
        check (returned <= received)
      ) with (fillfactor = 80);
      create index payments_id_index on payments (id);
      create index payments_order_id_index on payments (order_id);

      create table payment_notifications (
        provider text not null,
        kind text not null,
        external_id text not null,
        id uuid not null,
        user_id uuid,
        order_id uuid,
        body text,
        headers jsonb,
        seen integer not null check (seen > 0),
        first_seen_at timestamptz not null,
        last_seen_at timestamptz not null,
        primary key (provider, kind, external_id)
      ) with (fillfactor = 80);
      create index payment_notifications_id_index on payment_notifications (id);
      create index payment_notifications_user_index on payment_notifications (user_id);
      create index payment_notifications_order_index on payment_notifications (order_id);

      create table refused_notifications (
        id bigint generated always as identity primary key,
        provider text not null,
        reason text not null,
        body text not null check (length(body) <= 16384),
        headers jsonb not null,
        seen_at timestamptz not null
      );
      create index refused_notifications_seen_at_index on refused_notifications (seen_at);

      create table purchase_blocks (
        user_id uuid not null references accounts (user_id),
        order_id uuid not null,
        created_at timestamptz not null,
        lifted_at timestamptz,
        lifted_by uuid,
        primary key (user_id, order_id),
        check ((lifted_at is null) = (lifted_by is null))
      );
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
