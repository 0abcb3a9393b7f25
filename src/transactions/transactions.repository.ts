import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { idsFrom } from '../platform/database/new-id';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { LedgerEntry } from './ledger-entry.entity';
import { Transaction, type TransactionKind, type TransactionStatus } from './transaction.entity';

export interface HistoryFilter {
  kind?: TransactionKind;
  status?: TransactionStatus;
  since?: string;
  until?: string;
}

/**
 * An id is made before its transaction has its time, and clocks are set back: how far the two may be apart, many times
 * over.
 */
const APART_MS = 3_600_000;

/** The rows as they are written: times are ISO 8601 text. */
export type TransactionRow = Omit<Transaction, 'createdAt'> & { createdAt: string };
export type LedgerRow = Omit<LedgerEntry, 'createdAt'> & { createdAt: string };

@Injectable()
export class TransactionsRepository {
  constructor(@InjectRepository(Transaction) private readonly transactions: Repository<Transaction>) {}

  /**
   * Newest first, those before `before` (an id: version 7 ids are in order of time). Times bound the ids too, so that
   * what lies outside is not read.
   */
  findHistory(userId: string, filter: HistoryFilter, limit: number, before?: string): Promise<Transaction[]> {
    const query = this.transactions.createQueryBuilder('t').where('t.userId = :userId', { userId });
    if (before !== undefined) query.andWhere('t.id < :before', { before });
    if (filter.kind !== undefined) query.andWhere('t.kind = :kind', { kind: filter.kind });
    if (filter.status !== undefined) query.andWhere('t.status = :status', { status: filter.status });
    if (filter.since !== undefined) {
      const firstId = idsFrom(Date.parse(filter.since) - APART_MS);
      query.andWhere('t.createdAt >= :since and t.id >= :firstId', { since: filter.since, firstId });
    }
    if (filter.until !== undefined) {
      const endId = idsFrom(Date.parse(filter.until) + APART_MS);
      query.andWhere('t.createdAt < :until and t.id < :endId', { until: filter.until, endId });
    }
    return query.orderBy('t.id', 'DESC').limit(limit).getMany();
  }

  /** Those of these transactions that stand. */
  async findExisting(tx: Tx, keys: readonly { userId: string; transactionId: string }[]): Promise<string[]> {
    const rows = await tx.send<{ id: string }>({
      name: 'find transactions',
      sql: `
        select t.id from unnest($1::uuid[], $2::uuid[]) as named(user_id, id)
        join transactions t on t.user_id = named.user_id and t.id = named.id`,
      params: [keys.map((key) => key.userId), keys.map((key) => key.transactionId)],
    });
    return rows.map((row) => row.id);
  }

  transactionsPart(rows: readonly TransactionRow[]): StatementPart {
    return {
      name: 'transactions',
      sql: `
        insert into transactions (user_id, id, kind, status, product_id, quantity, currency, amount, failure_code,
          reason, source, actor_id, approver_id, created_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::text[], $4::text[], $5::uuid[], $6::bigint[], $7::text[],
          $8::bigint[], $9::text[], $10::text[], $11::text[], $12::uuid[], $13::uuid[], $14::timestamptz[])`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.id),
        rows.map((row) => row.kind),
        rows.map((row) => row.status),
        rows.map((row) => row.productId),
        rows.map((row) => row.quantity),
        rows.map((row) => row.currency),
        rows.map((row) => row.amount),
        rows.map((row) => row.failureCode),
        rows.map((row) => row.reason),
        rows.map((row) => row.source),
        rows.map((row) => row.actorId),
        rows.map((row) => row.approverId),
        rows.map((row) => row.createdAt),
      ],
    };
  }

  ledgerPart(rows: readonly LedgerRow[]): StatementPart {
    return {
      name: 'ledger',
      sql: `
        insert into ledger_entries (user_id, seq, transaction_id, currency, product_id, amount, balance_after,
          counter_account, order_line_id, created_at)
        select * from unnest($1::uuid[], $2::bigint[], $3::uuid[], $4::text[], $5::uuid[], $6::bigint[], $7::bigint[],
          $8::text[], $9::uuid[], $10::timestamptz[])`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.seq),
        rows.map((row) => row.transactionId),
        rows.map((row) => row.currency),
        rows.map((row) => row.productId),
        rows.map((row) => row.amount),
        rows.map((row) => row.balanceAfter),
        rows.map((row) => row.counterAccount),
        rows.map((row) => row.orderLineId),
        rows.map((row) => row.createdAt),
      ],
    };
  }
}
