import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

/** Range by range: the planner, which expects more, would read the whole ledger for every seal. */
const SEALED = `
  from ledger_seal_ranges r
  cross join lateral (
    select * from ledger_entries
    where user_id = r.user_id and seq between r.from_seq and r.to_seq and currency is not null offset 0) e
  where r.seal_id = any($1::bigint[])`;

/** The rollups of the ledger: each sealed entry is counted once, for whoever counts moves on in the same transaction. */
@Injectable()
export class EconomyFlowsRepository {
  /** Counts these seals, those that were not counted yet. */
  async addSealed(tx: Tx, sealIds: readonly number[]): Promise<void> {
    const sealed = await this.countNow(tx, sealIds);
    if (sealed.length > 0) await this.add(tx, sealed);
  }

  /** Seals are told of in their order. */
  private async countNow(tx: Tx, sealIds: readonly number[]): Promise<number[]> {
    const [{ before }] = await tx.send<{ before: string }>({
      name: 'count seals',
      sql: `
        update economy_counted counted set seal_id = greatest(before.seal_id, $1)
        from (select seal_id from economy_counted for update) before returning before.seal_id::text as before`,
      params: [Math.max(...sealIds)],
    });
    return sealIds.filter((id) => id > Number(before));
  }

  private async add(tx: Tx, sealIds: readonly number[]): Promise<void> {
    await tx.send({
      name: 'count flows',
      sql: `
        insert into economy_flows (currency, hour, counter_account, minted, burned, entries)
        select e.currency, date_trunc('hour', e.created_at, 'UTC') as hour, e.counter_account,
          coalesce(sum(e.amount) filter (where e.counter_account like 'source:%'), 0), coalesce(-sum(e.amount) filter (where e.counter_account like 'sink:%'), 0),
          count(*)
        ${SEALED} group by 1, 2, 3 order by 1, 2, 3
        on conflict (currency, hour, counter_account) do update set minted = economy_flows.minted + excluded.minted,
          burned = economy_flows.burned + excluded.burned, entries = economy_flows.entries + excluded.entries`,
      params: [sealIds],
    });
    await tx.send({
      name: 'note activity',
      sql: `
        insert into economy_activity (user_id, currency, day)
        select distinct e.user_id, e.currency, (e.created_at at time zone 'UTC')::date
        ${SEALED} order by 1, 2, 3 on conflict do nothing`,
      params: [sealIds],
    });
  }

  /** Keeps how each currency is spread now as the end of this day; a second time changes nothing. */
  async keepDay(tx: Tx, day: string): Promise<void> {
    await tx.query(
      `
      insert into economy_days (currency, day, holders, median, top_share)
      select c.code, $1::date, d.holders, d.median, d.top_share
      from currencies c cross join lateral (${spreadOf('c.code')}) d
      where c.kind = 'virtual' and d.holders > 0
      on conflict do nothing`,
      [day],
    );
  }
}

/** How a currency is spread over those who hold some: the richest 1 % are at least one. */
export function spreadOf(currency: string): string {
  return `
    select count(*) as holders, coalesce(percentile_disc(0.5) within group (order by balance), 0)::bigint as median,
      coalesce((sum(balance) filter (where rank <= ceil(total * 0.01)) / nullif(sum(balance), 0))::float8, 0) as top_share
    from (
      select balance, row_number() over (order by balance desc) as rank, count(*) over () as total
      from wallets where currency = ${currency} and balance > 0) held`;
}
