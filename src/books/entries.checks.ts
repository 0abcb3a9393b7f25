import { type Check, inSlice } from './check';

/** Each player's entries are one unbroken story. Sums are of type numeric: whoever edits rows may write any number. */
export const ENTRIES_CHECKS: readonly Check[] = [
  {
    name: 'balance-chain',
    proves: 'each balance follows from the one before and the amount',
    sql: `
      select user_id as "userId", seq, currency, product_id as "productId", amount::text,
        balance_after::text as "balanceAfter", (before::numeric + amount)::text as expected,
        balance_after <> before::numeric + amount as bad
      from (
        select user_id, seq, currency, product_id, amount, balance_after, coalesce(
          lag(balance_after) over (partition by user_id, currency, product_id order by seq), 0) as before
        from ledger_entries e where ${inSlice('e')}) chained`,
    orderBy: 'seq',
  },
  {
    name: 'sequence',
    proves: 'entries are numbered from 1 without a gap',
    sql: `
      select user_id as "userId", seq, before::numeric + 1 as expected, seq <> before::numeric + 1 as bad from (
        select user_id, seq, lag(seq, 1, 0::bigint) over (partition by user_id order by seq) as before
        from ledger_entries e where ${inSlice('e')}) numbered`,
    orderBy: 'seq',
  },
  {
    name: 'last-numbers',
    proves: 'the last number of each account is that of its last entry',
    sql: `
      select user_id as "userId", sum(last_seq)::text as "lastSeq", max(seq) as "lastEntry",
        sum(last_seq) <> max(seq) as bad
      from (
        select user_id, last_seq, 0 as seq from accounts a where ${inSlice('a')}
        union all
        select user_id, 0, max(seq) from ledger_entries e where ${inSlice('e')} group by 1) numbers
      group by user_id`,
    orderBy: '"lastEntry"',
  },
  {
    name: 'time',
    proves: 'time never runs backwards',
    sql: `
      select user_id as "userId", seq, created_at as at, before, coalesce(created_at < before, false) as bad from (
        select user_id, seq, created_at, lag(created_at) over (partition by user_id order by seq) as before
        from ledger_entries e where ${inSlice('e')}) timed`,
    orderBy: 'seq',
  },
  {
    name: 'entry-transactions',
    proves: 'each entry has its completed transaction',
    sql: `
      select e.user_id as "userId", e.seq, e.transaction_id as "transactionId", t.status,
        coalesce(t.status, '') <> 'completed' as bad
      from (select user_id, seq, transaction_id from ledger_entries e where ${inSlice('e')}) e
      left join (select user_id, id, status from transactions t where ${inSlice('t')}) t
        on t.user_id = e.user_id and t.id = e.transaction_id`,
    orderBy: 'seq',
  },
];
