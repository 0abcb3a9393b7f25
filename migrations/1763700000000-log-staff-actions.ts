import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * Who changed what was not their own. The log is append-only; what it says of a person stands beside it, where it can
 * be erased, and the log keeps its digest.
 */
export class LogStaffActions1763700000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table audit_log (
        id uuid primary key,
        at timestamptz not null,
        actor_id uuid not null,
        actor_role text not null,
        action text not null,
        subject_id uuid,
        target text,
        request_id text not null,
        details_digest text not null
      );
      create index audit_log_actor_index on audit_log (actor_id, id);
      create index audit_log_subject_index on audit_log (subject_id, id);
      create index audit_log_action_index on audit_log (action, id);

      create table audit_details (
        entry_id uuid primary key,
        subject_id uuid,
        before text not null,
        after text not null
      );
      create index audit_details_subject_index on audit_details (subject_id);

      create trigger audit_log_append_only before update or delete or truncate on audit_log
        for each statement execute function refuse_change();
      create trigger transactions_append_only before update or delete or truncate on transactions
        for each statement execute function refuse_change();
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
