import type { Client } from 'pg';

/** What an operator needs to hear where `admitAuditor` could not make the role. */
export const NO_AUDITOR =
  'There is no role "auditor", and the owner of the database may not make one. Nothing but auditors needs it: see ' +
  '"Auditors" in docs/operations.md.';

/**
 * Lets the role `auditor` read schema `audit`, and gives it nothing else. A role belongs to the whole cluster, so another
 * database may have made it already, or be making it now; and not every owner may make one. False where there is none.
 */
export async function admitAuditor(owner: Client): Promise<boolean> {
  await owner.query(`
    do $$ begin
      if not exists (select from pg_roles where rolname = 'auditor') then create role auditor nologin; end if;
    exception when duplicate_object or unique_violation or insufficient_privilege then null;
    end $$`);
  const { rowCount } = await owner.query(`select from pg_roles where rolname = 'auditor'`);
  if (rowCount === 0) return false;
  await owner.query(`
    do $$ begin
      execute format('grant connect on database %I to auditor', current_database());
    exception when insufficient_privilege then null; -- where strangers may not connect, their owner lets auditors in
    end $$;
    grant usage on schema audit to auditor;
    grant select on all tables in schema audit to auditor`);
  return true;
}
