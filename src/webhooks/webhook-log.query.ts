import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { DeliveryStatus } from './webhook-delivery';

const ATTEMPTS_SHOWN = 10;

export interface LogFilter {
  status?: DeliveryStatus;
  type?: string;
  userId?: string;
  since?: string;
  until?: string;
}

export interface FoundDelivery {
  id: string;
  position: number;
  type: string;
  userId: string | null;
  status: DeliveryStatus;
  createdAt: Date;
  endedAt: Date | null;
  nextAttemptAt: Date | null;
  attemptCount: number;
  body: string;
}

export interface FoundAttempt {
  deliveryId: string;
  number: number;
  at: Date;
  status: number | null;
  durationMs: number;
  error: string | null;
}

/** What an endpoint was told, and what came of it. */
@Injectable()
export class WebhookLogQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Newest first, those before the position `before`. */
  findPage(endpointId: string, filter: LogFilter, limit: number, before?: number): Promise<FoundDelivery[]> {
    const { status, type, userId, since, until } = filter;
    const wanted: [string, unknown][] = [
      ['d.position < ?', before],
      ['d.status = ?', status],
      ['d.type = ?', type],
      ['d.user_id = ?', userId],
      ['d.created_at >= ?', since],
      ['d.created_at < ?', until],
    ];
    const given = wanted.filter(([, value]) => value !== undefined);
    const conditions = given.map(([condition], index) => `and ${condition.replace('?', `$${index + 3}`)}`).join(' ');
    const values = given.map(([, value]) => value);
    return this.find(`${conditions} order by d.position desc limit $2`, [endpointId, limit, ...values]);
  }

  async findOne(endpointId: string, id: string): Promise<FoundDelivery | null> {
    const [found] = await this.find('and d.id = $2', [endpointId, id]);
    return found ?? null;
  }

  /** Of these deliveries of an endpoint, by their ids; the last few of each, the latest first. */
  async attemptsOf(endpointId: string, deliveryIds: readonly string[]): Promise<ReadonlyMap<string, FoundAttempt[]>> {
    const attempts = await this.dataSource.query<FoundAttempt[]>(
      `select a.delivery_id as "deliveryId", a.number, a.at, a.status, a.duration_ms as "durationMs", a.error
       from unnest($2::uuid[]) as wanted (id)
       cross join lateral (
         select * from webhook_attempts where endpoint_id = $1 and delivery_id = wanted.id
         order by number desc limit ${ATTEMPTS_SHOWN}) a
       order by a.delivery_id, a.number desc`,
      [endpointId, deliveryIds],
    );
    return new Map(deliveryIds.map((id) => [id, attempts.filter(({ deliveryId }) => deliveryId === id)]));
  }

  /** Only the oldest that waits has a next attempt: the others wait for it. */
  private async find(rest: string, params: readonly unknown[]): Promise<FoundDelivery[]> {
    const rows = await this.dataSource.query<(FoundDelivery & { position: string })[]>(
      `select d.id, d.position, d.type, d.user_id as "userId", d.status, d.created_at as "createdAt",
         d.ended_at as "endedAt", d.attempts as "attemptCount", d.body,
         case when d.status = 'pending' and d.tries > 0 then l.next_at end as "nextAttemptAt"
       from webhook_deliveries d
       left join webhook_lanes l on l.endpoint_id = d.endpoint_id and l.lane = d.lane
       where d.endpoint_id = $1 ${rest}`,
      [...params],
    );
    return rows.map((row) => ({ ...row, position: exact(row.position) }));
  }
}
