import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { GrantSpending } from './grant-spending.entity';
import { Grant, type GrantStatus } from './grant.entity';

export interface GrantFilter {
  userId?: string;
  status?: GrantStatus;
}

@Injectable()
export class GrantsRepository {
  constructor(@InjectRepository(Grant) private readonly grants: Repository<Grant>) {}

  /** Newest first, those before `before` (an id). */
  findPage({ userId, status }: GrantFilter, limit: number, before?: string): Promise<Grant[]> {
    const query = this.grants.createQueryBuilder('g');
    if (userId !== undefined) query.andWhere('g.userId = :userId', { userId });
    if (status !== undefined) query.andWhere('g.status = :status', { status });
    if (before !== undefined) query.andWhere('g.id < :before', { before });
    return query.orderBy('g.id', 'DESC').limit(limit).getMany();
  }

  findByUser(userId: string): Promise<Grant[]> {
    return this.grants.find({ where: { userId }, order: { id: 'asc' } });
  }

  /** Always before the accounts of those whom it concerns. */
  lock(tx: Tx, id: string): Promise<Grant | null> {
    return tx.getRepository(Grant).findOne({ where: { id }, lock: { mode: 'for_no_key_update' } });
  }

  /** What still waits is withdrawn: nobody could approve it, and turning it down would write of the person again. */
  async eraseTexts(tx: Tx, userId: string): Promise<void> {
    const grants = tx.getRepository(Grant);
    await grants.update(
      { userId, status: 'pending' },
      { status: 'rejected', decidedBy: () => 'requested_by', decidedAt: () => 'now()' },
    );
    await grants.update({ userId }, { reason: null, ticket: null, decisionReason: null });
  }

  /** A new grant, or what was decided about one that waited. */
  writePart(grant: Grant): StatementPart {
    return {
      name: 'grant',
      sql: `
        insert into grants (user_id, id, kind, status, currency, product_id, amount, reason, ticket, requested_by,
          requested_at, decided_by, decided_at, decision_reason, transaction_id)
        values ($1::uuid, $2::uuid, $3, $4, $5, $6::uuid, $7::bigint, $8, $9, $10::uuid, $11::timestamptz, $12::uuid,
          $13::timestamptz, $14, $15::uuid)
        on conflict (user_id, id) do update set status = excluded.status, decided_by = excluded.decided_by,
          decided_at = excluded.decided_at, decision_reason = excluded.decision_reason,
          transaction_id = excluded.transaction_id`,
      params: [
        grant.userId,
        grant.id,
        grant.kind,
        grant.status,
        grant.currency,
        grant.productId,
        grant.amount,
        grant.reason,
        grant.ticket,
        grant.requestedBy,
        grant.requestedAt.toISOString(),
        grant.decidedBy,
        grant.decidedAt?.toISOString() ?? null,
        grant.decisionReason,
        grant.transactionId,
      ],
    };
  }

  spendPart({ userId, day, asset, amount }: GrantSpending): StatementPart {
    return {
      name: 'grant spending',
      sql: `
        insert into grant_spendings (user_id, day, asset, amount) values ($1::uuid, $2::date, $3, $4::bigint)
        on conflict (user_id, day, asset) do update set amount = grant_spendings.amount + excluded.amount`,
      params: [userId, day, asset, amount],
    };
  }
}
