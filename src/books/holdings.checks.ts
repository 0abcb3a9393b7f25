import { type Check, inSlice } from './check';

/** What players hold is what their entries come to. */
export const HOLDINGS_CHECKS: readonly Check[] = [
  {
    name: 'balances',
    proves: 'entries sum to the balance of each wallet',
    sql: `
      select "userId", currency, balance::text, entries::text, balance <> entries as bad from (
        select user_id as "userId", currency, sum(balance) as balance, sum(amount) as entries from (
          select user_id, currency, balance, 0 as amount from wallets w where ${inSlice('w')}
          union all
          select user_id, currency, 0, amount from ledger_entries e where ${inSlice('e')} and currency is not null) moved
        group by 1, 2) held`,
    orderBy: 'currency',
  },
  {
    name: 'quantities',
    proves: 'entries sum to the quantity of each item',
    sql: `
      select "userId", "productId", quantity::text, entries::text, quantity <> entries as bad from (
        select user_id as "userId", product_id as "productId", sum(quantity) as quantity, sum(amount) as entries from (
          select user_id, product_id, quantity, 0 as amount from inventory i where ${inSlice('i')}
          union all
          select user_id, product_id, 0, amount from ledger_entries e where ${inSlice('e')} and product_id is not null) moved
        group by 1, 2) held`,
    orderBy: '"productId"',
  },
  {
    name: 'signs',
    proves: 'nothing is negative',
    sql: `
      select "userId", what, asset, value::text, value < 0 as bad from (
        select user_id as "userId", 'balance' as what, currency as asset, balance as value from wallets w
        where ${inSlice('w')}
        union all
        select user_id, 'quantity', product_id::text, quantity from inventory i where ${inSlice('i')}
        union all
        select user_id, 'entry ' || seq, coalesce(currency, product_id::text), balance_after from ledger_entries e
        where ${inSlice('e')}) held`,
    orderBy: 'what, asset',
  },
];
