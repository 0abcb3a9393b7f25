import { type Check, inSlice } from './check';
import { LEAF_BYTES, leafOf } from './entry-leaf';

/** How soon a seal follows an entry while sealing keeps up. */
const USUAL = `interval '1 minute'`;

/** How long sealing may take to catch up, after it stood still or on a ledger that is older than seals. */
const CATCHING_UP = `interval '10 minutes'`;

/** What was sealed is what is there. */
export const SEALS_CHECKS: readonly Check[] = [
  {
    name: 'sealed-entries',
    proves: 'no entry, nor its transaction, was changed, added or removed since it was sealed',
    sql: `
      select "userId", seq, case when max(sealed) is null then 'added' when max(found) is null then 'removed'
        else 'changed' end as finding, max(sealed) is distinct from max(found) as bad
      from (
        select r.user_id as "userId", r.from_seq + n as seq, null as found,
          encode(substr(r.leaves, n * ${LEAF_BYTES} + 1, ${LEAF_BYTES}), 'hex') as sealed
        from ledger_seal_ranges r cross join generate_series(0, octet_length(r.leaves) / ${LEAF_BYTES} - 1) n where ${inSlice('r')}
        union all
        select e.user_id, e.seq, encode(${leafOf()}, 'hex'), null
        from ledger_entries e join ledger_seal_heads h on h.user_id = e.user_id
        left join (select * from transactions t where ${inSlice('t')}) t
          on t.user_id = e.user_id and t.id = e.transaction_id
        where ${inSlice('e')} and ${inSlice('h')} and e.seq <= h.seq) digests
      group by "userId", seq`,
    orderBy: 'seq',
  },
  {
    name: 'seal-ranges',
    proves: 'the sealed entries of each player are all from the first to the last sealed',
    sql: `
      select user_id as "userId", seq as "sealedTo", from_seq as "from", before::numeric + 1 as expected, last as "lastRangeTo",
        before::numeric + 1 is distinct from from_seq or last is distinct from seq as bad
      from (
        select coalesce(r.user_id, h.user_id) as user_id, h.seq, r.from_seq,
          lag(r.to_seq, 1, 0::bigint) over (partition by r.user_id order by r.from_seq) as before,
          max(r.to_seq) over (partition by r.user_id) as last
        from (select user_id, from_seq, to_seq from ledger_seal_ranges r where ${inSlice('r')}) r
        full join (select * from ledger_seal_heads h where ${inSlice('h')}) h on h.user_id = r.user_id) joined`,
    orderBy: '"from"',
  },
  {
    name: 'unsealed-entries',
    proves: 'no entry was passed over by the seals',
    sql: `
      select e.user_id as "userId", e.seq, e.created_at as at, coalesce(e.created_at + ${USUAL} < (
        select s.sealed_at from ledger_seals s where s.sealed_at < now() - ${CATCHING_UP} order by s.id desc limit 1
      ), false) as bad
      from accounts a left join ledger_seal_heads h on h.user_id = a.user_id
      join ledger_entries e on e.user_id = a.user_id and e.seq > coalesce(h.seq, 0)
      where ${inSlice('a')} and ${inSlice('e')} and a.last_seq > coalesce(h.seq, 0)`,
    orderBy: 'seq',
  },
];
