import { detailsDigestOf } from './details-digest';

/**
 * A law of the audit log for whoever verifies it. `sql` gives a row for each entry with an id from $1 to $2, and for
 * details without one, with `bad` and what tells an operator where to look.
 */
export const AUDIT_LOG_CHECK = {
  name: 'audit-log',
  proves: 'what the audit log says was changed is what was written; it is missing only of people who were erased',
  sql: `
    select l.id as "entryId", l.subject_id as "userId", l.action, l.at, case
        when d.entry_id is null then a.status is distinct from 'erased'
        else d.subject_id is distinct from l.subject_id or l.details_digest <> ${detailsDigestOf('d')}
      end as bad
    from audit_log l
    left join audit_details d on d.entry_id = l.id
    left join accounts a on a.user_id = l.subject_id
    where l.id between $1 and $2
    union all
    select d.entry_id, d.subject_id, null, null, true
    from audit_details d
    where d.entry_id between $1 and $2 and not exists (select from audit_log l where l.id = d.entry_id)`,
  orderBy: '"entryId"',
} as const;
