import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThan, Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { PaymentNotification } from './payment-notification.entity';
import { RefusedNotification } from './refused-notification.entity';

export interface InboxFilter {
  orderId?: string;
  userId?: string;
}

/** Of what was not believed, so many rows of each provider and reason are kept, the newest: a flood hides no other kind. */
const MAX_REFUSED_OF_A_KIND = 1_000;

type NewNotification = Omit<PaymentNotification, 'seen' | 'lastSeenAt'>;

@Injectable()
export class InboxRepository {
  constructor(
    @InjectRepository(PaymentNotification) private readonly notifications: Repository<PaymentNotification>,
    @InjectRepository(RefusedNotification) private readonly refused: Repository<RefusedNotification>,
  ) {}

  /** Stores it, or counts it once more. */
  async record(tx: Tx, row: NewNotification): Promise<{ seen: number; orderId: string | null }> {
    const [stored] = await tx.send<{ seen: number; order_id: string | null }>({
      name: 'inbox: record',
      sql: `
        insert into payment_notifications as n
          (provider, kind, external_id, id, user_id, order_id, body, headers, seen, first_seen_at, last_seen_at)
        values ($1, $2, $3, $4::uuid, $5::uuid, $6::uuid, $7, $8::jsonb, 1, $9::timestamptz, $9::timestamptz)
        on conflict (provider, kind, external_id)
          do update set seen = n.seen + 1, last_seen_at = excluded.last_seen_at
        returning seen, order_id`,
      params: [
        row.provider,
        row.kind,
        row.externalId,
        row.id,
        row.userId,
        row.orderId,
        row.body,
        row.headers === null ? null : JSON.stringify(row.headers),
        row.firstSeenAt.toISOString(),
      ],
    });
    return { seen: stored.seen, orderId: stored.order_id };
  }

  /** Newest first, those before `before` (an id). */
  findPage({ orderId, userId }: InboxFilter, limit: number, before?: string): Promise<PaymentNotification[]> {
    const query = this.notifications.createQueryBuilder('n');
    if (orderId !== undefined) query.andWhere('n.orderId = :orderId', { orderId });
    if (userId !== undefined) query.andWhere('n.userId = :userId', { userId });
    if (before !== undefined) query.andWhere('n.id < :before', { before });
    return query.orderBy('n.id', 'DESC').limit(limit).getMany();
  }

  /** The order that something of the provider's was told of, under one of these kinds. */
  async findOrderOf(provider: string, kinds: readonly string[], externalId: string): Promise<string | null> {
    const told = await this.notifications.findOne({ where: { provider, kind: In([...kinds]), externalId } });
    return told?.orderId ?? null;
  }

  /** The body goes with its headers: a provider writes there whom it dealt with. */
  async eraseTexts(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(PaymentNotification).update({ userId }, { body: null, headers: null });
  }

  /** Of what is about no order: nothing ever comes of it. */
  async deleteOrderlessBefore(tx: Tx, time: Date): Promise<void> {
    await tx.getRepository(PaymentNotification).delete({ orderId: IsNull(), firstSeenAt: LessThan(time) });
  }

  /** Newest first, those before `before`. */
  findRefused(limit: number, before?: number): Promise<RefusedNotification[]> {
    const query = this.refused.createQueryBuilder('r');
    if (before !== undefined) query.where('r.id < :before', { before });
    return query.orderBy('r.id', 'DESC').limit(limit).getMany();
  }

  async insertRefused(tx: Tx, row: Omit<RefusedNotification, 'id'>): Promise<void> {
    await tx.send({
      name: 'inbox: refuse',
      sql: `
        with added as (
          insert into refused_notifications (provider, reason, body, headers, seen_at)
          values ($1, $2, $3, $4::jsonb, $5::timestamptz)
        )
        delete from refused_notifications
          where provider = $1 and reason = $2 and id <= (
            select id from refused_notifications where provider = $1 and reason = $2
              order by id desc offset ${MAX_REFUSED_OF_A_KIND - 1} limit 1)`,
      params: [row.provider, row.reason, row.body, JSON.stringify(row.headers), row.seenAt.toISOString()],
    });
  }

  async deleteRefusedBefore(tx: Tx, time: Date): Promise<void> {
    await tx
      .getRepository(RefusedNotification)
      .createQueryBuilder()
      .delete()
      .where('seen_at < :time', { time })
      .execute();
  }
}
