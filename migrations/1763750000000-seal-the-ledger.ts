import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What makes a changed entry show (docs/adr/0004). A range keeps a digest of each entry that its seal covers;
 * `ledger_seal_heads` is how far each player's entries are sealed.
 */
export class SealTheLedger1763750000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table ledger_seal_heads (
        user_id uuid primary key,
        seq bigint not null
      ) with (fillfactor = 70);

      create table ledger_seals (
        id bigint primary key check (id > 0),
        ranges bigint not null check (ranges > 0),
        entries bigint not null check (entries > 0),
        root bytea not null,
        previous bytea not null,
        sealed_at timestamptz not null,
        key_id text not null,
        signature bytea not null
      );

      create table ledger_seal_ranges (
        user_id uuid not null,
        from_seq bigint not null check (from_seq > 0),
        to_seq bigint not null,
        seal_id bigint not null,
        leaves bytea not null,
        primary key (user_id, from_seq),
        check (octet_length(leaves) = 16 * (to_seq - from_seq + 1))
      );
      create index ledger_seal_ranges_seal_index on ledger_seal_ranges (seal_id);
      -- Digests do not compress, and one of them is read without the others.
      alter table ledger_seal_ranges alter leaves set storage external;

      create trigger ledger_seals_append_only before update or delete or truncate on ledger_seals
        for each statement execute function refuse_change();
      create trigger ledger_seal_ranges_append_only before update or delete or truncate on ledger_seal_ranges
        for each statement execute function refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
