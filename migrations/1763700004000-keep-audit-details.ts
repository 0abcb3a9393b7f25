import type { MigrationInterface, QueryRunner } from 'typeorm';

/** What the audit log says of before and after cannot be exchanged; what it says of a person can be erased. */
export class KeepAuditDetails1763700004000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create trigger audit_details_unchanged before update or truncate on audit_details
        for each statement execute function refuse_change();

      create function refuse_unowned() returns trigger language plpgsql as $$
      begin
        if old.subject_id is null then
          raise exception '% is append-only', tg_table_name using errcode = 'restrict_violation';
        end if;
        return old;
      end $$;
      revoke execute on function refuse_unowned() from public;
      create trigger audit_details_kept before delete on audit_details
        for each row execute function refuse_unowned();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
