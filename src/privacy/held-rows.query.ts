import { Injectable } from '@nestjs/common';
import { IN_KEY_ORDER } from '../platform/database/in-key-order';
import type { Statement } from '../platform/database/statement';
import { UnitOfWork } from '../platform/database/unit-of-work';

const PAGE_ROWS = 1_000;
const NO_ID = '00000000-0000-0000-0000-000000000000';

/**
 * Rows of one person, as JSON that the database makes: a million of them cost this process little. `$1` is the person,
 * `$2` and on are the cursor; `from` is where it stands before the first row.
 */
interface Listing {
  sql: string;
  from: readonly string[];
}

interface HeldRow {
  cursor: string[];
  json: string;
}

const utc = (column: string) => `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"')`;

const LISTINGS = {
  transactions: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'kind', kind, 'status', status,
        'productId', product_id, 'quantity', quantity, 'currency', currency, 'amount', amount,
        'failureCode', failure_code, 'reason', reason, 'source', source, 'isBySelf', actor_id = user_id,
        'createdAt', ${utc('created_at')})::text as json
      from transactions where user_id = $1 and id > $2::uuid order by id`,
  },
  ledger: {
    from: ['0'],
    sql: `
      select array[seq::text] as cursor, json_build_object('seq', seq, 'transactionId', transaction_id,
        'currency', currency, 'productId', product_id, 'amount', amount, 'balanceAfter', balance_after,
        'counterAccount', counter_account, 'createdAt', ${utc('created_at')})::text as json
      from ledger_entries where user_id = $1 and seq > $2::bigint order by seq`,
  },
  fulfilments: {
    from: [NO_ID],
    sql: `
      select array[order_line_id::text] as cursor, json_build_object('orderId', order_id, 'orderLineId', order_line_id,
        'currency', currency, 'productId', product_id, 'granted', granted, 'takenBack', taken, 'owed', owed,
        'createdAt', ${utc('created_at')})::text as json
      from fulfilments where user_id = $1 and order_line_id > $2::uuid order by order_line_id`,
  },
  purchaseCounts: {
    from: [NO_ID, '-infinity'],
    sql: `
      select array[product_id::text, period_start::text] as cursor, json_build_object('productId', product_id,
        'since', period_start, 'taken', taken)::text as json
      from purchase_counts where user_id = $1 and (product_id, period_start) > ($2::uuid, $3::date)
      order by product_id, period_start`,
  },
  rewardClaims: {
    from: [NO_ID],
    sql: `
      select array[c.rule_id::text] as cursor, json_build_object('reason', r.reason, 'currency', r.currency,
        'day', c.day, 'dayAmount', c.day_amount, 'dayTimes', c.day_times, 'totalAmount', c.total_amount,
        'totalTimes', c.total_times, 'lastAt', ${utc('c.last_at')})::text as json
      from reward_claims c left join reward_rules r on r.id = c.rule_id
      where c.user_id = $1 and c.rule_id > $2::uuid order by c.rule_id`,
  },
  idempotencyKeys: {
    from: [NO_ID, ''],
    sql: `
      select array[actor_id::text, key] as cursor, json_build_object('key', key, 'isBySelf', actor_id = user_id,
        'transactionId', transaction_id, 'createdAt', ${utc('created_at')})::text as json
      from idempotency_keys where user_id = $1 and (actor_id, key) > ($2::uuid, $3) order by actor_id, key`,
  },
  sessions: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'createdAt', ${utc('created_at')},
        'lastUsedAt', ${utc('last_used_at')}, 'expiresAt', ${utc('expires_at')}, 'revokedAt', ${utc('revoked_at')},
        'userAgent', user_agent)::text as json
      from sessions where user_id = $1 and id > $2::uuid order by id`,
  },
  grants: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'kind', kind, 'status', status,
        'currency', currency, 'amount', case when currency is not null then amount end,
        'productId', product_id, 'quantity', case when product_id is not null then amount end,
        'reason', reason, 'ticket', ticket, 'decisionReason', decision_reason,
        'requestedAt', ${utc('requested_at')}, 'decidedAt', ${utc('decided_at')},
        'transactionId', transaction_id)::text as json
      from grants where user_id = $1 and id > $2::uuid order by id`,
  },
  devices: {
    from: [NO_ID],
    sql: `
      select array[user_id::text] as cursor, json_build_object('createdAt', ${utc('created_at')})::text as json
      from guest_devices where user_id = $1 and user_id > $2::uuid`,
  },
  externalIdentities: {
    from: ['', ''],
    sql: `
      select array[issuer, subject] as cursor, json_build_object('issuer', issuer, 'subject', subject,
        'createdAt', ${utc('created_at')})::text as json
      from external_identities where user_id = $1 and (issuer, subject) > ($2, $3) order by issuer, subject`,
  },
  passwordResets: {
    from: [NO_ID],
    sql: `
      select array[user_id::text] as cursor, json_build_object('expiresAt', ${utc('expires_at')})::text as json
      from password_resets where user_id = $1 and user_id > $2::uuid`,
  },
  auditLog: {
    from: [NO_ID],
    sql: `
      select array[l.id::text] as cursor, json_build_object('id', l.id, 'at', ${utc('l.at')},
        'actorRole', l.actor_role, 'isBySelf', l.actor_id = l.subject_id, 'action', l.action, 'target', l.target,
        'before', d.before::json, 'after', d.after::json)::text as json
      from audit_log l left join audit_details d on d.entry_id = l.id
      where l.subject_id = $1 and l.id > $2::uuid order by l.id`,
  },
  grantSpendings: {
    from: ['-infinity', ''],
    sql: `
      select array[day::text, asset] as cursor, json_build_object('day', day, 'asset', asset, 'amount', amount)::text as json
      from grant_spendings where user_id = $1 and (day, asset) > ($2::date, $3) order by day, asset`,
  },
  orders: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'status', status, 'provider', provider,
        'currency', currency, 'total', total, 'returnUrl', return_url, 'attention', attention,
        'createdAt', ${utc('created_at')}, 'expiresAt', ${utc('expires_at')}, 'paidAt', ${utc('paid_at')},
        'fulfilledAt', ${utc('fulfilled_at')}, 'endedAt', ${utc('ended_at')})::text as json
      from orders where user_id = $1 and id > $2::uuid order by id`,
  },
  orderLines: {
    from: [NO_ID, NO_ID],
    sql: `
      select array[order_id::text, id::text] as cursor, json_build_object('orderId', order_id, 'id', id,
        'productId', product_id, 'sku', sku, 'name', name, 'quantity', quantity, 'unitPrice', unit_price,
        'amount', amount, 'coinsCurrency', coins_currency, 'coinsAmount', coins_amount)::text as json
      from order_lines where user_id = $1 and (order_id, id) > ($2::uuid, $3::uuid) order by order_id, id`,
  },
  cart: {
    from: [NO_ID],
    sql: `
      select array[l.id::text] as cursor, json_build_object('productId', l.product_id,
        'sellableSource', l.sellable_source, 'sellableId', l.sellable_id, 'quantity', l.quantity,
        'shownPrices', l.shown_prices, 'addedAt', ${utc('l.added_at')}, 'cartVersion', c.version)::text as json
      from cart_lines l join carts c on c.user_id = l.user_id
      where l.user_id = $1 and l.id > $2::uuid order by l.id`,
  },
  payments: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'orderId', order_id, 'provider', provider,
        'amount', amount, 'currency', currency, 'received', received, 'returned', returned, 'facts', facts,
        'url', url, 'createdAt', ${utc('created_at')})::text as json
      from payments where user_id = $1 and id > $2::uuid order by id`,
  },
  paymeTransactions: {
    from: ['0', ''],
    sql: `
      select array[create_time::text, id] as cursor, json_build_object('id', id, 'orderId', order_id, 'amount', amount,
        'account', account, 'time', time, 'createTime', create_time, 'performTime', perform_time,
        'cancelTime', cancel_time, 'state', state, 'reason', reason, 'fiscal', fiscal)::text as json
      from payme_transactions where user_id = $1 and (create_time, id) > ($2::bigint, $3) order by create_time, id`,
  },
  paymentNotifications: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('provider', provider, 'kind', kind, 'orderId', order_id,
        'externalId', external_id, 'body', body, 'headers', headers, 'seen', seen,
        'firstSeenAt', ${utc('first_seen_at')}, 'lastSeenAt', ${utc('last_seen_at')})::text as json
      from payment_notifications where user_id = $1 and id > $2::uuid order by id`,
  },
  purchaseBlocks: {
    from: [NO_ID],
    sql: `
      select array[order_id::text] as cursor, json_build_object('orderId', order_id, 'createdAt', ${utc('created_at')},
        'liftedAt', ${utc('lifted_at')})::text as json
      from purchase_blocks where user_id = $1 and order_id > $2::uuid order by order_id`,
  },
  installs: {
    from: [NO_ID],
    sql: `
      select array[i.user_id::text] as cursor, json_build_object('campaign', i.campaign, 'mediaSource', i.media_source,
        'clickedAt', ${utc('i.clicked_at')}, 'installedAt', ${utc('i.installed_at')},
        'installCampaign', i.install_campaign, 'character', c.character, 'parameters', c.params)::text as json
      from installs i left join track_clicks c on c.id = i.click_id
      where i.user_id = $1 and i.user_id > $2::uuid`,
  },
  events: {
    from: [NO_ID],
    sql: `
      select array[id::text] as cursor, json_build_object('id', id, 'type', type,
        'occurredAt', ${utc('occurred_at')}, 'meta', meta)::text as json
      from player_events where user_id = $1 and id > $2::uuid order by id`,
  },
  notifications: {
    from: ['0'],
    sql: `
      select array[id::text] as cursor, json_build_object('type', type, 'at', ${utc('at')}, 'data', data,
        'readAt', ${utc('read_at')})::text as json
      from notifications where user_id = $1 and id > $2::bigint order by id`,
  },
} as const satisfies Record<string, Listing>;

export type HeldRows = keyof typeof LISTINGS;

/** What may be long of what is held about a person. */
@Injectable()
export class HeldRowsQuery {
  constructor(private readonly unitOfWork: UnitOfWork) {}

  /**
   * All of it, oldest first, a page at a time. Between two pages no connection is held: whoever reads slowly keeps
   * nobody waiting, and may miss what is added meanwhile.
   */
  async *pages(listing: HeldRows, userId: string): AsyncGenerator<string[]> {
    for (let cursor: readonly string[] | undefined = LISTINGS[listing].from; cursor !== undefined;) {
      const rows: readonly HeldRow[] = await this.pageAfter(cursor, listing, userId);
      yield rows.map(({ json }) => json);
      cursor = rows.length < PAGE_ROWS ? undefined : rows.at(-1)?.cursor;
    }
  }

  private pageAfter(cursor: readonly string[], listing: HeldRows, userId: string): Promise<HeldRow[]> {
    const page: Statement = {
      name: `held rows: ${listing}`,
      sql: `${LISTINGS[listing].sql} limit ${PAGE_ROWS}`,
      params: [userId, ...cursor],
    };
    return this.unitOfWork.run((tx) => tx.send<HeldRow>(page), IN_KEY_ORDER);
  }
}
