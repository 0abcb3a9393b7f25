import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { TransactionKind } from './transaction.entity';

export interface LedgerFilter {
  currency?: string;
  productId?: string;
  counterAccount?: string;
}

/** Entries `after` < seq < `before`. */
export interface SeqRange {
  after: number;
  before: number;
}

/** An entry with what its transaction says of it. Numbers are text, as PostgreSQL sends them. */
export interface LedgerLine {
  seq: string;
  transactionId: string;
  kind: TransactionKind;
  reason: string | null;
  source: string | null;
  currency: string | null;
  productId: string | null;
  amount: string;
  balanceAfter: string;
  counterAccount: string;
  actorId: string;
  approverId: string | null;
  createdAt: Date;
}

/**
 * Reads the ledger of one player by its key alone: entries are numbered without gaps, in order of time. Another index
 * would cost every purchase two more writes.
 */
@Injectable()
export class LedgerQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first. The transactions are looked up one by one: a player may have more than is worth reading for a page. */
  page(userId: string, filter: LedgerFilter, { after, before }: SeqRange, limit: number): Promise<LedgerLine[]> {
    const { currency = null, productId = null, counterAccount = null } = filter;
    return this.dataSource.query(
      `
      select e.seq, e.transaction_id as "transactionId", t.kind, t.reason, t.source, e.currency,
        e.product_id as "productId", e.amount, e.balance_after as "balanceAfter",
        e.counter_account as "counterAccount", t.actor_id as "actorId", t.approver_id as "approverId",
        e.created_at as "createdAt"
      from (
        select * from ledger_entries
        where user_id = $1 and seq > $2 and seq < $3 and ($4::text is null or currency = $4)
          and ($5::uuid is null or product_id = $5) and ($6::text is null or counter_account = $6)
        order by seq desc limit $7) e
      left join lateral (
        select * from transactions where user_id = e.user_id and id = e.transaction_id offset 0) t on true
      order by e.seq desc`,
      [userId, after, before, currency, productId, counterAccount, limit],
    );
  }

  /**
   * The number of the last entry before this moment, 0 when there was none. The time of entries never runs backwards,
   * so halving finds it in as many look-ups as the number of entries has binary digits.
   */
  async lastSeqBefore(userId: string, moment: Date): Promise<number> {
    const [row] = await this.dataSource.query<{ seq: string }[]>(
      `
      with recursive search(lo, hi) as (
        select 0::bigint, last_seq from accounts where user_id = $1
        union all
        select case when e.created_at < $2 then m.seq else s.lo end, case when e.created_at < $2 then s.hi else m.seq - 1 end
        from search s
        cross join lateral (select (s.lo + s.hi + 1) / 2 as seq) m
        cross join lateral (select created_at from ledger_entries where user_id = $1 and seq = m.seq) e
        where s.lo < s.hi
      )
      select lo as seq from search where lo = hi limit 1`,
      [userId, moment],
    );
    return row === undefined ? 0 : exact(row.seq);
  }

  /**
   * What the wallets held after this entry, told from it to whichever end of the ledger is nearer: backwards by the last
   * entry in the currency of a wallet, forwards by the next one; where there is none, it is what it is now.
   */
  async balancesAt(userId: string, seq: number): Promise<{ currency: string; balance: number }[]> {
    const rows = await this.dataSource.query<{ currency: string; balance: string }[]>(
      `
      select w.currency, case when $2::bigint * 2 < a.last_seq
        then coalesce((
          select balance_after from ledger_entries
          where user_id = $1 and currency = w.currency and seq <= $2 order by seq desc limit 1), 0)
        else coalesce((
          select balance_after - amount from ledger_entries
          where user_id = $1 and currency = w.currency and seq > $2 order by seq limit 1), w.balance)
        end as balance
      from accounts a join wallets w on w.user_id = a.user_id
      where a.user_id = $1 order by w.currency`,
      [userId, seq],
    );
    return rows.map(({ currency, balance }) => ({ currency, balance: exact(balance) }));
  }
}
