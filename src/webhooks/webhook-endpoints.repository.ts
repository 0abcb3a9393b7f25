import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { IsNull, LessThan, Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { type DisabledBecause, WebhookEndpoint } from './webhook-endpoint.entity';
import type { NotificationType } from '../notifications/told.events';

/** Who is to be told of what. */
export interface Audience {
  id: string;
  /** Empty: everything. */
  eventTypes: NotificationType[];
}

/** An endpoint and the address at which it was tried. */
interface Tried {
  id: string;
  url: string;
}

/** Deleted ones are nowhere to be seen, but where they are cleared away. */
@Injectable()
export class WebhookEndpointsRepository {
  constructor(@InjectRepository(WebhookEndpoint) private readonly endpoints: Repository<WebhookEndpoint>) {}

  find(id: string): Promise<WebhookEndpoint | null> {
    return this.endpoints.findOneBy({ id, deletedAt: IsNull() });
  }

  /** Newest first, those before `before` (an id). */
  findPage(limit: number, before?: string): Promise<WebhookEndpoint[]> {
    return this.endpoints.find({
      where: { deletedAt: IsNull(), ...(before === undefined ? {} : { id: LessThan(before) }) },
      order: { id: 'desc' },
      take: limit,
    });
  }

  /** Disabled ones too: what happens meanwhile waits for them. */
  findAudiences(tx: Tx): Promise<Audience[]> {
    return tx.send<Audience>({
      name: 'audiences of webhooks',
      sql: 'select id, event_types as "eventTypes" from webhook_endpoints where deleted_at is null order by id',
      params: [],
    });
  }

  count(tx: Tx): Promise<number> {
    return tx.getRepository(WebhookEndpoint).countBy({ deletedAt: IsNull() });
  }

  async insert(tx: Tx, endpoint: WebhookEndpoint): Promise<void> {
    await tx.getRepository(WebhookEndpoint).insert(endpoint);
  }

  /** Nobody else changes it until the unit of work ends. */
  lock(tx: Tx, id: string): Promise<WebhookEndpoint | null> {
    return tx.getRepository(WebhookEndpoint).findOne({
      where: { id, deletedAt: IsNull() },
      lock: { mode: 'for_no_key_update' },
    });
  }

  /**
   * It is there until the unit of work ends. Whoever notes that it fails holds a lane of it, and is not in our way: what
   * we do needs those lanes.
   */
  keep(tx: Tx, id: string): Promise<WebhookEndpoint | null> {
    return tx.getRepository(WebhookEndpoint).findOne({
      where: { id, deletedAt: IsNull() },
      lock: { mode: 'for_key_share' },
    });
  }

  /** As it is now, and nothing of what `change` does not name. */
  async update(tx: Tx, id: string, change: Partial<WebhookEndpoint>): Promise<void> {
    await tx.getRepository(WebhookEndpoint).update({ id }, change);
  }

  /** A pause that it asked for holds: others were answered before it had too much to do. */
  async noteSuccess(tx: Tx, id: string): Promise<void> {
    await tx.send({
      name: 'note that webhooks arrive',
      sql: `
        update webhook_endpoints set failing_since = null, failures = 0
        where id = $1 and failing_since is not null`,
      params: [id],
    });
  }

  /** Of the address that it has: what an earlier one did says nothing of it. */
  async noteFailure(tx: Tx, { id, url }: Tried, pauseMs: number): Promise<void> {
    await tx.send({
      name: 'note that webhooks fail',
      sql: `
        update webhook_endpoints set failures = failures + 1, failing_since = coalesce(failing_since, now()),
          paused_until = case when $2 = 0 then paused_until
            else greatest(paused_until, now() + $2 * interval '1 millisecond') end
        where id = $1 and url = $3`,
      params: [id, pauseMs, url],
    });
  }

  /** Because it said that it is gone, or has been failing for so long. Undefined when it goes on. */
  async disableIfHopeless(
    tx: Tx,
    { id, url }: Tried,
    isGone: boolean,
    afterDays: number,
  ): Promise<DisabledBecause | undefined> {
    const [disabled] = await tx.send<{ because: DisabledBecause }>({
      name: 'disable a hopeless webhook endpoint',
      sql: `
        update webhook_endpoints
        set disabled_at = now(), disabled_because = case when $2 then 'gone' else 'failing' end
        where id = $1 and url = $4 and disabled_at is null and ($2 or failing_since < now() - make_interval(days => $3))
        returning disabled_because as because`,
      params: [id, isGone, afterDays, url],
    });
    return disabled?.because;
  }

  /** Those of which something may be too old, the deleted ones too. */
  async findAllIds(): Promise<string[]> {
    const all = await this.endpoints.find({ select: { id: true }, order: { id: 'asc' } });
    return all.map(({ id }) => id);
  }

  /** Deleted ones of which nothing is left. Whoever was about to tell them something is done by then. */
  async forgetDeleted(tx: Tx): Promise<void> {
    await tx.query(`
      delete from webhook_endpoints e where deleted_at < now() - interval '10 minutes'
        and not exists (select from webhook_deliveries where endpoint_id = e.id)
        and not exists (select from webhook_lanes where endpoint_id = e.id)`);
  }
}
