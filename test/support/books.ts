import type { TestDatabase } from './database';

/** Each is true of every player at any time; a row that comes back is a coin lost or invented. */
const LAWS: Record<string, string> = {
  'entries sum to the balance': `
    select coalesce(w.user_id, e.user_id) as user_id from wallets w
    full join (select user_id, currency, sum(amount) as total from ledger_entries where currency is not null group by 1, 2) e
      on e.user_id = w.user_id and e.currency = w.currency
    where coalesce(w.balance, 0) <> coalesce(e.total, 0)`,
  'entries sum to the quantity': `
    select coalesce(i.user_id, e.user_id) as user_id from inventory i
    full join (select user_id, product_id, sum(amount) as total from ledger_entries where product_id is not null group by 1, 2) e
      on e.user_id = i.user_id and e.product_id = i.product_id
    where coalesce(i.quantity, 0) <> coalesce(e.total, 0)`,
  'each balance after follows from the one before': `
    select user_id from (
      select user_id, balance_after, amount, coalesce(lag(balance_after) over (
        partition by user_id, currency, product_id order by seq), 0) as before from ledger_entries) e
    where balance_after <> before + amount`,
  'sequences have no gap': `
    select a.user_id from accounts a left join ledger_entries e on e.user_id = a.user_id
    group by a.user_id, a.last_seq having count(e.seq) <> a.last_seq or coalesce(max(e.seq), 0) <> a.last_seq`,
  'time never runs backwards': `
    select user_id from (select user_id, created_at, lag(created_at) over (partition by user_id order by seq) as before
      from ledger_entries) e where created_at < before`,
  'a completed purchase has exactly its two entries, a failed one none': `
    select t.user_id from transactions t left join ledger_entries e on e.user_id = t.user_id and e.transaction_id = t.id
    where t.kind = 'purchase' group by t.user_id, t.id, t.status, t.amount, t.quantity
    having (t.status = 'completed' and (count(*) filter (where e.amount = -t.amount and e.currency is not null) <> 1
      or count(*) filter (where e.amount = t.quantity and e.product_id is not null) <> 1 or count(e.seq) <> 2))
      or (t.status = 'failed' and count(e.seq) <> 0)`,
  'every entry has its completed transaction': `
    select e.user_id from ledger_entries e left join transactions t on t.user_id = e.user_id and t.id = e.transaction_id
    where t.status is distinct from 'completed'`,
  'every key has its own transaction': `
    select user_id from idempotency_keys where transaction_id is not null
    group by user_id, transaction_id having count(*) > 1`,
};

/** The laws that do not hold, with the first offending player of each. */
export async function brokenLaws(database: TestDatabase): Promise<Record<string, string>> {
  const broken: Record<string, string> = {};
  for (const [law, sql] of Object.entries(LAWS)) {
    const [first] = await database.query<{ user_id: string }>(`${sql} limit 1`);
    if (first !== undefined) broken[law] = first.user_id;
  }
  return broken;
}
