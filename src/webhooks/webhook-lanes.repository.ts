import { Injectable } from '@nestjs/common';
import { newId } from '../platform/database/new-id';
import type { Statement } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';

/** Longer than an attempt can take: whoever died while sending is taken over then. */
const LEASE_SECONDS = 60;

/** What a crash of the database loses of a lease, or of what came of it, is sent again: no need to wait for the disk. */
const NO_HURRY: Statement = { name: 'commit in a moment', sql: 'set local synchronous_commit = off', params: [] };

/** A lane that is ours for a minute, with what is to be sent. */
export interface LeasedLane {
  endpointId: string;
  lane: string;
  lease: string;
  /** Null when there is nothing left in it. */
  delivery: { id: string; body: string; tries: number } | null;
  url: string;
  failures: number;
  sealedSecret: Buffer;
  /** Absent when there is none, or it does not hold any more. */
  sealedPreviousSecret: Buffer | null;
}

export type LaneWithDelivery = LeasedLane & { delivery: NonNullable<LeasedLane['delivery']> };

/**
 * `webhook_lanes`: what waits for one endpoint and one player. Its oldest delivery is sent, and nothing of it beside
 * that: what one player did arrives in order, and whoever is slow keeps nobody else waiting.
 */
@Injectable()
export class WebhookLanesRepository {
  /**
   * Takes lanes that are due, the longest first, so that each endpoint has no more than `perEndpoint` under way here.
   * Their oldest deliveries are looked for in a statement of its own: one that was settled a moment ago is seen as such.
   */
  async lease(tx: Tx, underWay: ReadonlyMap<string, number>, perEndpoint: number): Promise<LeasedLane[]> {
    const lease = newId();
    const noHurry = tx.send(NO_HURRY);
    const lanes = await tx.send<{ endpoint_id: string; lane: string }>({
      name: 'lease webhook lanes',
      sql: `
        with due as (
          select l.endpoint_id, l.lane
          from webhook_endpoints e
          left join unnest($1::uuid[], $2::int[]) as busy (endpoint_id, sending) on busy.endpoint_id = e.id
          cross join lateral (
            select endpoint_id, lane from webhook_lanes
            where endpoint_id = e.id and next_at <= now()
            order by next_at limit greatest($3 - coalesce(busy.sending, 0), 0)
            for no key update skip locked) l
          where e.disabled_at is null and e.deleted_at is null and coalesce(e.paused_until <= now(), true))
        update webhook_lanes w set lease = $4, next_at = now() + interval '${LEASE_SECONDS} seconds'
        from due where w.endpoint_id = due.endpoint_id and w.lane = due.lane
        returning w.endpoint_id, w.lane`,
      params: [[...underWay.keys()], [...underWay.values()], perEndpoint, lease],
    });
    await noHurry;
    if (lanes.length === 0) return [];
    return this.oldestIn(tx, lease, lanes);
  }

  private oldestIn(
    tx: Tx,
    lease: string,
    lanes: readonly { endpoint_id: string; lane: string }[],
  ): Promise<LeasedLane[]> {
    return tx.send<LeasedLane>({
      name: 'oldest webhooks of lanes',
      sql: `
        select e.id as "endpointId", leased.lane, $3::uuid as lease, e.url, e.failures,
          e.sealed_secret as "sealedSecret",
          case when e.previous_secret_until > now() then e.sealed_previous_secret end as "sealedPreviousSecret",
          case when d.id is not null then json_build_object('id', d.id, 'body', d.body, 'tries', d.tries) end as delivery
        from unnest($1::uuid[], $2::uuid[]) as leased (endpoint_id, lane)
        join webhook_endpoints e on e.id = leased.endpoint_id
        left join lateral (
          select id, body, tries from webhook_deliveries d
          where d.endpoint_id = leased.endpoint_id and d.lane = leased.lane and d.status = 'pending'
          order by d.position limit 1) d on true`,
      params: [lanes.map(({ endpoint_id }) => endpoint_id), lanes.map(({ lane }) => lane), lease],
    });
  }

  /** False when somebody took it over, or it is gone. Until the end of the unit nothing is added to it. */
  async hold(tx: Tx, { endpointId, lane, lease }: LeasedLane): Promise<boolean> {
    const noHurry = tx.send(NO_HURRY);
    const held = await tx.send({
      name: 'hold webhook lane',
      sql: 'select from webhook_lanes where endpoint_id = $1 and lane = $2 and lease = $3 for update',
      params: [endpointId, lane, lease],
    });
    await noHurry;
    return held.length > 0;
  }

  /**
   * Gives a lane that is held back: its oldest delivery is due then. An empty one goes. What was tried and given up
   * meanwhile, or tried at an address that is another by now, puts nothing off.
   */
  async release(tx: Tx, { endpointId, lane, delivery, url }: LeasedLane, inMs: number): Promise<void> {
    const close = tx.send({
      name: 'close webhook lane',
      sql: `
        delete from webhook_lanes where endpoint_id = $1 and lane = $2 and not exists (
          select from webhook_deliveries where endpoint_id = $1 and lane = $2 and status = 'pending')`,
      params: [endpointId, lane],
    });
    const release = tx.send({
      name: 'release webhook lane',
      sql: `
        update webhook_lanes set lease = null, next_at = now() + interval '1 millisecond' * case when exists (
          select from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
          where d.endpoint_id = $1 and d.id = $4 and d.status = 'pending' and e.url = $5) then $3::bigint else 0 end
        where endpoint_id = $1 and lane = $2`,
      params: [endpointId, lane, Math.round(inMs), delivery?.id ?? null, url],
    });
    await Promise.all([close, release]);
  }

  /**
   * Removes those of these lanes in which nothing waits. Held first: a statement after that sees what came meanwhile.
   * Whoever has one now removes it by themselves.
   */
  async closeEmpty(tx: Tx, endpointId: string, lanes: readonly string[]): Promise<void> {
    const held = await tx.send<{ lane: string }>({
      name: 'hold webhook lanes',
      sql: `
        select lane from webhook_lanes where endpoint_id = $1 and lane = any($2::uuid[])
        order by lane for update skip locked`,
      params: [endpointId, [...new Set(lanes)]],
    });
    await tx.send({
      name: 'close webhook lanes',
      sql: `
        delete from webhook_lanes l where endpoint_id = $1 and lane = any($2::uuid[]) and not exists (
          select from webhook_deliveries where endpoint_id = $1 and lane = l.lane and status = 'pending')`,
      params: [endpointId, held.map(({ lane }) => lane)],
    });
  }

  /** Those of endpoints that were deleted, up to `limit`: nobody takes them any more. @returns how many */
  async forgetDeleted(tx: Tx, limit: number): Promise<number> {
    const deleted = await tx.send({
      name: 'forget webhook lanes',
      sql: `
        delete from webhook_lanes where (endpoint_id, lane) in (
          select l.endpoint_id, l.lane from webhook_lanes l join webhook_endpoints e on e.id = l.endpoint_id
          where e.deleted_at is not null limit $1)
        returning 1 as deleted`,
      params: [limit],
    });
    return deleted.length;
  }
}
