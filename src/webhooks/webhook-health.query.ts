import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { DisabledBecause } from './webhook-endpoint.entity';

export interface EndpointHealth {
  id: string;
  url: string;
  description: string;
  disabledAt: Date | null;
  disabledBecause: DisabledBecause | null;
  failingSince: Date | null;
  pausedUntil: Date | null;
  waiting: number;
  oldestWaitingAt: Date | null;
  /** Of those that are still known. */
  failed: number;
}

/** What waits may be millions: so many are counted at most. */
export const MAX_COUNTED = 10_000;

/** How each endpoint is doing. */
@Injectable()
export class WebhookHealthQuery {
  private asking: Promise<EndpointHealth[]> | undefined;

  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Those who ask at the same time share one look. */
  find(): Promise<EndpointHealth[]> {
    this.asking ??= this.ask().finally(() => (this.asking = undefined));
    return this.asking;
  }

  private async ask(): Promise<EndpointHealth[]> {
    const rows = await this.dataSource.query<(EndpointHealth & { waiting: string; failed: string })[]>(`
      select e.id, e.url, e.description, e.disabled_at as "disabledAt", e.disabled_because as "disabledBecause",
        e.failing_since as "failingSince", case when e.paused_until > now() then e.paused_until end as "pausedUntil",
        w.waiting, f.failed, case when w.waiting < ${MAX_COUNTED} then w.oldest else (
          select created_at from webhook_deliveries
          where endpoint_id = e.id and status = 'pending' order by position limit 1) end as "oldestWaitingAt"
      from webhook_endpoints e
      cross join lateral (
        select count(*) as waiting, min(created_at) as oldest from (
          select created_at from webhook_deliveries
          where endpoint_id = e.id and status = 'pending' limit ${MAX_COUNTED}) counted) w
      cross join lateral (
        select count(*) as failed from (
          select from webhook_deliveries where endpoint_id = e.id and status = 'failed' limit ${MAX_COUNTED}) counted) f
      where e.deleted_at is null order by e.id`);
    return rows.map((row) => ({ ...row, waiting: exact(row.waiting), failed: exact(row.failed) }));
  }
}
