import { type Check, inSlice } from './check';

/** What orders gave, and what was taken back for money that went back. */
export const ORDERS_CHECKS: readonly Check[] = [
  {
    name: 'fulfilments',
    proves: 'each order line gave, took back and has repaid exactly what its entries say',
    sql: `
      select user_id as "userId", order_line_id as "orderLineId", granted::text, taken::text, owed::text, given::text,
        withdrawn::text, granted is distinct from given or taken is distinct from withdrawn or owed < 0
          or taken + owed > granted or strange > 0 as bad
      from (
        select coalesce(f.user_id, e.user_id) as user_id, coalesce(f.order_line_id, e.order_line_id) as order_line_id,
          f.granted::numeric as granted, f.taken::numeric as taken, f.owed::numeric as owed, e.given, e.withdrawn,
          coalesce(e.strange, 0) as strange
        from (select * from fulfilments f where ${inSlice('f')}) f
        full join (
          select e.user_id, e.order_line_id,
            coalesce(sum(e.amount) filter (where e.counter_account = 'source:order'), 0) as given,
            coalesce(-sum(e.amount) filter (where e.counter_account in ('sink:reversal', 'source:reversal', 'sink:debt')), 0)
              as withdrawn,
            count(*) filter (where e.counter_account not in ('source:order', 'sink:reversal', 'source:reversal', 'sink:debt'))
              as strange
          from ledger_entries e where ${inSlice('e')} and e.order_line_id is not null
          group by e.user_id, e.order_line_id) e
        on e.user_id = f.user_id and e.order_line_id = f.order_line_id) joined`,
    orderBy: '"orderLineId"',
  },
];
