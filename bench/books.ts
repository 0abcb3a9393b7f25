import type { Client } from 'pg';

/** What must not be found; each statement counts it. */
const FAULTS: Record<string, string> = {
  'wallets that their entries do not explain': `
    select count(*) from wallets w
    full join (select user_id, currency, sum(amount) as total from ledger_entries
      where currency is not null group by user_id, currency) e using (user_id, currency)
    where w.balance is distinct from e.total`,
  'items that their entries do not explain': `
    select count(*) from inventory i
    full join (select user_id, product_id, sum(amount) as total from ledger_entries
      where product_id is not null group by user_id, product_id) e using (user_id, product_id)
    where i.quantity is distinct from e.total`,
  'negative holdings': `
    select (select count(*) from wallets where balance < 0) + (select count(*) from inventory where quantity < 0)`,
  'accounts whose entries have gaps': `
    select count(*) from accounts a
    join (select user_id, count(*) as entries, max(seq) as last from ledger_entries group by user_id) e using (user_id)
    where a.last_seq <> e.entries or a.last_seq <> e.last`,
  'balances that do not follow from the one before': `
    select count(*) from (
      select balance_after - amount as before, coalesce(lag(balance_after) over one_asset, 0) as expected
      from ledger_entries
      window one_asset as (partition by user_id, coalesce(currency, product_id::text) order by seq)) entries
    where before <> expected`,
  'keys that were charged other than once': `
    select count(*) from (
      select count(t.id) as charged, count(k.key) as answered
      from (select user_id, id from transactions where status = 'completed') t
      full join idempotency_keys k on k.user_id = t.user_id and k.transaction_id = t.id
      group by coalesce(t.user_id, k.user_id), coalesce(t.id, k.transaction_id)) keys
    where charged <> 1 or answered <> 1`,
  'purchases without their event, or events without a purchase': `
    select abs((select count(*) from transactions where status = 'completed')
      - (select count(*) from outbox_events, json_array_elements(events) event
        where event->>'type' = 'product.purchased'))`,
};

/** Proves the books of a database. @returns what is wrong with them, in words */
export async function proveBooks(owner: Client): Promise<string[]> {
  const found: string[] = [];
  for (const [fault, sql] of Object.entries(FAULTS)) {
    const { rows } = await owner.query<{ count: string }>(`select (${sql})::text as count`);
    if (rows[0].count !== '0') found.push(`${rows[0].count} ${fault}`);
  }
  return found;
}

/** Purchases by status, and how long a stored answer is: both sides must write the same. */
export async function countPurchases(owner: Client): Promise<{ completed: number; failed: number; answer: number }> {
  const { rows } = await owner.query<{ completed: string; failed: string; answer: string }>(`
    select count(*) filter (where status = 'completed') as completed, count(*) filter (where status = 'failed') as failed,
      (select coalesce(round(avg(octet_length(answer))), 0) from idempotency_keys) as answer
    from transactions`);
  const [{ completed, failed, answer }] = rows;
  return { completed: Number(completed), failed: Number(failed), answer: Number(answer) };
}
