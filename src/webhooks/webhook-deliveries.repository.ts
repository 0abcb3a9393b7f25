import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import type { DeliveryStatus } from './webhook-delivery';
import type { LaneWithDelivery } from './webhook-lanes.repository';
import type { Outcome } from './webhook-request';
import type { WebhookMessage } from './webhook-messages';

export interface NewDelivery extends WebhookMessage {
  /** Of the message: the same at all endpoints. */
  id: string;
  endpointId: string;
}

/** Deliveries of an endpoint that come into question to be sent again: those that do not wait. */
export interface ReplayRange {
  since: string;
  until: string;
  status?: Exclude<DeliveryStatus, 'pending'>;
}

/** `webhook_deliveries`, `webhook_attempts`: what endpoints are told, in which order, and what came of it. */
@Injectable()
export class WebhookDeliveriesRepository {
  /** In this order, each once, but of nobody who was erased. Their lanes are held, so that whoever finds one empty sees what came meanwhile. */
  async insert(tx: Tx, deliveries: readonly NewDelivery[]): Promise<void> {
    await tx.send({
      name: 'queue webhooks',
      sql: `
        with added as (
          insert into webhook_deliveries
            (id, endpoint_id, lane, user_id, type, body, status, attempts, tries, created_at)
          select id, endpoint_id, coalesce(user_id, endpoint_id), user_id, type, body, 'pending', 0, 0, now()
          from unnest($1::uuid[], $2::uuid[], $3::uuid[], $4::text[], $5::text[]) with ordinality
            as message (id, endpoint_id, user_id, type, body, number)
          where not exists (select from accounts a where a.user_id = message.user_id and a.status = 'erased')
          order by number
          on conflict (endpoint_id, id) do nothing
          returning endpoint_id, lane)
        insert into webhook_lanes (endpoint_id, lane, next_at)
        select distinct endpoint_id, lane, now() from added order by endpoint_id, lane
        on conflict (endpoint_id, lane) do update set next_at = webhook_lanes.next_at`,
      params: [
        deliveries.map(({ id }) => id),
        deliveries.map(({ endpointId }) => endpointId),
        deliveries.map(({ userId }) => userId),
        deliveries.map(({ type }) => type),
        deliveries.map(({ body }) => body),
      ],
    });
  }

  /** Notes an attempt, and what is left to do. */
  async noteAttempt(tx: Tx, lane: LaneWithDelivery, status: DeliveryStatus, outcome: Outcome): Promise<void> {
    await tx.send({
      name: 'note webhook attempt',
      sql: `
        with tried as (
          update webhook_deliveries
          set attempts = attempts + 1, tries = tries + 1, status = $3, ended_at = case $3 when 'pending' then null else now() end
          where endpoint_id = $1 and id = $2 and status = 'pending'
          returning attempts)
        insert into webhook_attempts (endpoint_id, delivery_id, number, at, status, duration_ms, error)
        select $1, $2, attempts, now(), $4::smallint, $5::integer, $6 from tried`,
      params: [lane.endpointId, lane.delivery.id, status, outcome.status, outcome.durationMs, outcome.error],
    });
  }

  /** One that waits already stays where it is. */
  async restart(tx: Tx, endpointId: string, id: string): Promise<void> {
    await tx.send({
      name: 'replay webhook',
      sql: restarting('id = $2'),
      params: [endpointId, id],
    });
  }

  /**
   * What waits in these lanes is due now, or in all of the endpoint's: it has waited for something that is mended. What
   * is being sent just now stays with whoever sends it. Lanes are held in the order in which deliveries are added.
   */
  async hurry(tx: Tx, endpointId: string, lanes: readonly string[] | 'all'): Promise<void> {
    await tx.send({
      name: 'hurry webhook lanes',
      sql: `
        with held as materialized (
          select lane from webhook_lanes
          where endpoint_id = $1 and ($2::uuid[] is null or lane = any($2)) and lease is null and next_at > now()
          order by lane for no key update)
        update webhook_lanes w set next_at = now() from held
        where w.endpoint_id = $1 and w.lane = held.lane and w.lease is null`,
      params: [endpointId, lanes === 'all' ? null : lanes],
    });
  }

  /** Of one that waits: nothing more is tried, and what comes after it in its lane is the next. */
  async giveUp(tx: Tx, endpointId: string, id: string): Promise<void> {
    await tx.send({
      name: 'give up webhook',
      sql: `
        with held as materialized (
          select from webhook_lanes l join webhook_deliveries d on d.endpoint_id = l.endpoint_id and d.lane = l.lane
          where d.id = $2 and d.endpoint_id = $1 for no key update of l)
        update webhook_deliveries set status = 'failed', ended_at = now()
        where id = $2 and endpoint_id = $1 and status = 'pending' and (select count(*) from held) >= 0`,
      params: [endpointId, id],
    });
  }

  /** How many there are, but no more than one more than `limit`. */
  async countRange(tx: Tx, endpointId: string, { since, until, status }: ReplayRange, limit: number): Promise<number> {
    const [{ count }] = await tx.send<{ count: number }>({
      name: 'count webhooks to replay',
      sql: `
        select count(*)::int as count from (
          select from webhook_deliveries where endpoint_id = $1 and status <> 'pending' and ${IN_RANGE} limit $5 + 1) few`,
      params: [endpointId, since, until, status ?? null, limit],
    });
    return count;
  }

  /** How many. They come in the order in which they came, before what waits by now. */
  async restartRange(tx: Tx, endpointId: string, { since, until, status }: ReplayRange): Promise<number> {
    const [{ count }] = await tx.send<{ count: number }>({
      name: 'replay webhooks',
      sql: restarting(IN_RANGE),
      params: [endpointId, since, until, status ?? null],
    });
    return count;
  }

  /** Up to which position what waits is more than `max`, the newest of it; undefined where it is not. */
  async findExcess(tx: Tx, endpointId: string, max: number): Promise<string | undefined> {
    const [excess] = await tx.send<{ position: string }>({
      name: 'find webhooks that are too many',
      sql: `
        select position from webhook_deliveries where endpoint_id = $1 and status = 'pending'
        order by position desc offset $2 limit 1`,
      params: [endpointId, max],
    });
    return excess?.position;
  }

  /** The oldest of those that wait, up to a position and `limit`. @returns the lane of each */
  async giveUpOldest(tx: Tx, endpointId: string, upTo: string, limit: number): Promise<string[]> {
    const givenUp = await tx.send<{ lane: string }>({
      name: 'give up webhooks',
      sql: `
        update webhook_deliveries set status = 'failed', ended_at = now()
        where endpoint_id = $1 and id in (
          select id from webhook_deliveries where endpoint_id = $1 and status = 'pending' and position <= $2
          order by position limit $3 for update skip locked)
        returning lane`,
      params: [endpointId, upTo, limit],
    });
    return givenUp.map(({ lane }) => lane);
  }

  /** Of what was told of somebody, or waits to be, up to `limit`; none of it is sent any more. @returns how many */
  async eraseSome(tx: Tx, userId: string, limit: number): Promise<number> {
    await tx.query(
      `with held as materialized (
         select endpoint_id from webhook_lanes
         where lane = $1 and endpoint_id in (select id from webhook_endpoints) order by endpoint_id for update)
       delete from webhook_lanes where lane = $1 and endpoint_id in (select endpoint_id from held)`,
      [userId],
    );
    const deleted = await tx.send({
      name: 'erase webhooks',
      sql: `
        delete from webhook_deliveries where (endpoint_id, id) in (
          select endpoint_id, id from webhook_deliveries where user_id = $1 order by position limit $2)
        returning 1 as deleted`,
      params: [userId, limit],
    });
    return deleted.length;
  }

  /** What is older, or all of it where the endpoint was deleted, up to `limit`. @returns the lane of each */
  async forgetOld(tx: Tx, endpointId: string, retentionDays: number, limit: number): Promise<string[]> {
    const [deleted] = await tx.query<[{ lane: string }[], number]>(
      `delete from webhook_deliveries where endpoint_id = $1 and id in (
         select d.id from webhook_deliveries d join webhook_endpoints e on e.id = d.endpoint_id
         where d.endpoint_id = $1 and (e.deleted_at is not null or d.created_at < now() - make_interval(days => $2))
         order by d.created_at limit $3 for update of d skip locked)
       returning lane`,
      [endpointId, retentionDays, limit],
    );
    return deleted.map(({ lane }) => lane);
  }
}

const IN_RANGE = `created_at >= $2::timestamptz and created_at < $3::timestamptz and ($4::text is null or status = $4)`;

/**
 * Makes deliveries of endpoint $1 wait again, and counts them. Their lanes are held first and in order, as by whoever
 * settles: `again` begins once `held` was counted.
 */
function restarting(which: string): string {
  return `
    with wanted as materialized (
      select id, endpoint_id, lane from webhook_deliveries
      where endpoint_id = $1 and status <> 'pending' and ${which}
        and not exists (select from accounts a where a.user_id = webhook_deliveries.user_id and a.status = 'erased'))
    , held as (
      insert into webhook_lanes (endpoint_id, lane, next_at)
      select distinct endpoint_id, lane, now() from wanted order by endpoint_id, lane
      on conflict (endpoint_id, lane) do update set next_at = case
        when webhook_lanes.lease is null then now() else webhook_lanes.next_at end
      returning lane)
    , again as (
      update webhook_deliveries d set status = 'pending', tries = 0, ended_at = null
      from wanted, (select count(*) from held) all_held
      where d.endpoint_id = $1 and d.id = wanted.id and d.status <> 'pending'
      returning d.id)
    select count(*)::int as count from again`;
}
