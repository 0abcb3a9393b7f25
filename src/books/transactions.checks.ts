import type { TransactionKind } from '../transactions/transaction.entity';
import { type Check, inSlice } from './check';

/** How an asset moves: towards the player or away, and the account on the other side. */
interface Move {
  sign: 1 | -1;
  /** Absent: the transaction's own source. */
  counterAccount?: string;
}

/** What a completed transaction of a kind has: so many entries, of what it names. */
interface Entries {
  /** Null: those of order lines, which have a check of their own. */
  count: 1 | 2 | null;
  coins?: Move;
  items?: Move;
}

const ENTRIES: Record<TransactionKind, Entries> = {
  purchase: {
    count: 2,
    coins: { sign: -1, counterAccount: 'sink:purchase' },
    items: { sign: 1, counterAccount: 'source:purchase' },
  },
  use: { count: 1, items: { sign: -1, counterAccount: 'sink:use' } },
  add_funds: { count: 1, coins: { sign: 1, counterAccount: 'source:top_up' } },
  earn: { count: 1, coins: { sign: 1 } },
  grant: {
    count: 1,
    coins: { sign: 1, counterAccount: 'source:grant' },
    items: { sign: 1, counterAccount: 'source:grant' },
  },
  revoke: {
    count: 1,
    coins: { sign: -1, counterAccount: 'sink:revocation' },
    items: { sign: -1, counterAccount: 'sink:revocation' },
  },
  fulfil: { count: null },
  reverse: { count: null },
};

const literal = (text: string | undefined) => (text === undefined ? 'null::text' : `'${text}'`);

const KINDS = Object.entries(ENTRIES)
  .map(([kind, { count, coins, items }]) =>
    [
      `('${kind}'`,
      count ?? 'null::int',
      coins?.sign ?? 0,
      literal(coins?.counterAccount),
      items?.sign ?? 0,
      `${literal(items?.counterAccount)})`,
    ].join(', '),
  )
  .join(', ');

/** Every transaction did what it says, once. */
export const TRANSACTIONS_CHECKS: readonly Check[] = [
  {
    name: 'transactions',
    proves: 'completed transactions have exactly their entries, failed ones none, and none is pending',
    sql: `
      select "userId", "transactionId", kind, status, entries, expected, fitting, case status
        when 'failed' then entries <> 0
        when 'completed' then
          not known or (expected is not null
            and (entries <> expected or fitting <> expected or coins > 1 or items > 1))
        else true end as bad
      from (
        select t.user_id as "userId", t.id as "transactionId", t.kind, t.status, k.count as expected, k.kind is not null as known,
          count(e.seq) as entries,
          count(*) filter (where e.created_at = t.created_at and (
            (e.currency = t.currency and e.amount = k.coins * t.amount::numeric
              and e.counter_account = coalesce(k.coins_counter, t.source))
            or (e.product_id = t.product_id and e.amount = k.items * t.quantity::numeric
              and e.counter_account = coalesce(k.items_counter, t.source)))) as fitting,
          count(e.currency) as coins, count(e.product_id) as items
        from (select * from transactions t where ${inSlice('t')}) t
        left join (values ${KINDS}) as k(kind, count, coins, coins_counter, items, items_counter) on k.kind = t.kind
        left join (select * from ledger_entries e where ${inSlice('e')}
          and e.counter_account <> 'sink:debt') e
          on e.user_id = t.user_id and e.transaction_id = t.id
        group by t.user_id, t.id, t.kind, t.status, k.count, k.kind) counted`,
    orderBy: '"transactionId"',
  },
  {
    name: 'keys',
    proves: 'each idempotency key has had one effect, its own: that of the transaction its answer tells of',
    // A key without a transaction made a grant that waits, or was refused. An erased answer is an empty object.
    sql: `
      select k.user_id as "userId", k.actor_id as "actorId", k.transaction_id as "transactionId", t.status, k.sharing,
        coalesce(t.status, '') <> 'completed' or k.sharing > 1 or not k.tells as bad
      from (
        select user_id, actor_id, transaction_id, count(*) over (partition by user_id, transaction_id) as sharing,
          answer = '{}' or strpos(answer, transaction_id::text) > 0 as tells
        from idempotency_keys k where ${inSlice('k')} and transaction_id is not null) k
      left join (select user_id, id, status from transactions t where ${inSlice('t')}) t
        on t.user_id = k.user_id and t.id = k.transaction_id`,
    orderBy: '"transactionId", "actorId"',
  },
];
