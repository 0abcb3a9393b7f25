import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Auditors see who gave what to whom and who agreed, and nothing that anybody wrote about it. */
export class ShowWhatStaffGave1763790000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view audit.grants as
        select user_id, id as grant_id, kind, status, currency, product_id, amount, requested_by, requested_at,
          decided_by, decided_at, transaction_id
        from grants;
      comment on view audit.grants is 'What staff gave players and took back, carried out or waiting for a second person.';
      comment on column audit.grants.user_id is 'The player.';
      comment on column audit.grants.grant_id is 'Its id: a UUID of version 7, so in order of time.';
      comment on column audit.grants.kind is 'grant or revocation.';
      comment on column audit.grants.status is 'pending, executed or rejected.';
      comment on column audit.grants.currency is 'What moves, if it is a currency.';
      comment on column audit.grants.product_id is 'What moves, if it is a product.';
      comment on column audit.grants.amount is 'In smallest units, or items; above zero for both kinds.';
      comment on column audit.grants.requested_by is 'The member of staff who asked for it.';
      comment on column audit.grants.requested_at is 'When.';
      comment on column audit.grants.decided_by is 'Who approved or rejected it; null while it waits, and where nobody was needed.';
      comment on column audit.grants.decided_at is 'When.';
      comment on column audit.grants.transaction_id is 'What carried it out; null while it waits, and where it was rejected.';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
