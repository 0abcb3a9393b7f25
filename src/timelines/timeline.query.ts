import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { TimelinePlace } from './timeline-place';
import type { TimelineKind, TimelineRow } from './timeline-row';

/** $14 names the only kind that is wanted, if one is; $13 is how many of each are looked for. */
const wanted = (kind: TimelineKind) => `($14::text is null or $14 = '${kind}')`;

/**
 * Every table by the key that holds one player's rows in order, so that a page costs the same however long the story
 * is. Of orders and payments, which are few, all are looked at, for their moments are not in the order of their ids.
 */
const SOURCES = `
  (select 'movement' as kind, e.created_at as at, e.seq::text as key, 0 as part, coalesce(t.kind, e.counter_account) as what,
     null as status, e.currency, e.product_id, e.amount, e.balance_after, null::uuid as order_id, e.transaction_id,
     t.actor_id, t.reason as note, null::json as meta, row_number() over (order by e.seq desc) as place
   from (
     select * from ledger_entries where user_id = $1 and seq < $2 and ${wanted('movement')} order by seq desc limit $13) e
   left join lateral (
     select * from transactions where user_id = e.user_id and id = e.transaction_id offset 0) t on true
   order by e.seq desc)
  union all
  (select 'refusal', created_at, id::text, 0, kind, failure_code, currency, product_id, amount, null, null, id, actor_id,
     reason, null, row_number() over (order by t.id desc)
   from transactions t
   where user_id = $1 and status = 'failed' and id < $3 and ${wanted('refusal')} order by t.id desc limit $13)
  union all
  (select 'grant', requested_at, id::text, 0, kind, status, currency, product_id, amount, null, null, transaction_id,
     requested_by, concat_ws(' · ', reason, ticket), null, row_number() over (order by g.id desc)
   from grants g where user_id = $1 and id < $4 and ${wanted('grant')} order by g.id desc limit $13)
  union all
  (select 'session', created_at, id::text, 0, 'begun',
     case when revoked_at is not null then 'ended' when expires_at < now() then 'expired' else 'open' end,
     null, null, null, null, null, null, null, user_agent, null, row_number() over (order by s.id desc)
   from sessions s where user_id = $1 and id < $5 and ${wanted('session')} order by s.id desc limit $13)
  union all
  (select 'event', occurred_at, id::text, 0, type, null, null, null, null, null, null, null, null, null, meta,
     row_number() over (order by e.id desc)
   from player_events e where user_id = $1 and id < $6 and ${wanted('event')} order by e.id desc limit $13)
  union all
  (select 'staff', l.at, l.id::text, 0, l.action, null, null, null, null, null, null, null, l.actor_id,
     d.after::json ->> 'reason', null, row_number() over (order by l.id desc)
   from audit_log l left join audit_details d on d.entry_id = l.id
   where l.subject_id = $1 and l.id < $7 and ${wanted('staff')}
     and l.action not like 'grant.%' and l.action not like 'revocation.%'
   order by l.id desc limit $13)
  union all
  (select 'order', m.at, o.id::text, m.part, m.what, o.status, o.currency, null, o.total, null, o.id, null, null, o.provider,
     null, row_number() over (order by m.at desc, o.id desc, m.part desc)
   from orders o cross join lateral (values
     (0, 'placed', o.created_at), (1, 'paid', o.paid_at), (2, 'fulfilled', o.fulfilled_at), (3, 'ended', o.ended_at)
   ) m (part, what, at)
   where o.user_id = $1 and (m.at, o.id, m.part) < ($8::timestamptz, $9::uuid, $10::int) and ${wanted('order')}
   order by m.at desc, o.id desc, m.part desc limit $13)
  union all
  (select 'payment', (f.fact ->> 'at')::timestamptz, p.id::text, f.part::int, f.fact ->> 'kind', null, p.currency, null,
     (f.fact ->> 'amount')::bigint, null, p.order_id, null, null, concat_ws(' · ', p.provider, f.fact ->> 'code'), null,
     row_number() over (order by (f.fact ->> 'at')::timestamptz desc, p.id desc, f.part desc)
   from payments p cross join lateral jsonb_array_elements(p.facts) with ordinality f (fact, part)
   where p.user_id = $1 and ((f.fact ->> 'at')::timestamptz, p.id, f.part) < ($11::timestamptz, $12::uuid, $15::bigint)
     and ${wanted('payment')}
   order by 2 desc, p.id desc, f.part desc limit $13)`;

@Injectable()
export class TimelineQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Up to `limit` rows of each kind, each kind newest first. */
  find(userId: string, place: TimelinePlace, limit: number, only?: TimelineKind): Promise<TimelineRow[]> {
    const { movement, refusal, grant, session, event, staff, order, payment } = place;
    return this.dataSource.query(
      `
      select s.kind, to_char(s.at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as at, s.key, s.part, s.what,
        s.status, s.currency, s.product_id as "productId", p.name as "productName",
        p.localized as "productTexts", s.amount, s.balance_after as "balanceAfter", s.order_id as "orderId", s.transaction_id as "transactionId",
        nullif(s.actor_id, $1) as "actorId", u.username as "actorName", s.note, s.meta
      from (${SOURCES}) s
      left join products p on p.id = s.product_id
      left join users u on u.id = s.actor_id and u.id <> $1
      order by s.kind, s.place`,
      [
        userId,
        ...[movement, refusal, grant, session, event, staff],
        ...[order.at, order.key, order.part],
        ...[payment.at, payment.key],
        ...[limit, only ?? null],
        payment.part,
      ],
    );
  }
}
