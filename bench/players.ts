import type { Client } from 'pg';

export const PLAYERS = 10_000;
/** The last ones, who can afford nothing: a fiftieth of all purchases is refused. */
export const POOR = PLAYERS / 50;
export const PRODUCTS = 100;
const PRICE = 100;
const BALANCE = 100_000_000_000;
const POOR_BALANCE = PRICE - 1;

/** Ids end in decimal digits, so that SQL and pgbench make them from a number without a table. */
export const FIRST = 100_000_000_000;
export const PLAYER_PREFIX = '0199a000-0000-7000-8000-';
export const PRODUCT_PREFIX = '0199b000-0000-7000-8000-';

/** @param n from 0; the last fiftieth are poor */
export const playerId = (n: number): string => `${PLAYER_PREFIX}${FIRST + n}`;
export const productId = (n: number): string => `${PRODUCT_PREFIX}${FIRST + n}`;
/** Costs more than anybody has: the hot player's share of refusals. */
export const DEAR = productId(PRODUCTS);

/** Players and products, which stay through all rounds. */
export async function fill(owner: Client): Promise<void> {
  await owner.query(`
    insert into users (id, username, email, role)
    select ('${PLAYER_PREFIX}' || n)::uuid, 'player' || n, 'player' || n || '@example.test', 'player'
    from generate_series(${FIRST}, ${FIRST + PLAYERS - 1}) n;

    insert into products (id, sku, name, type)
    select ('${PRODUCT_PREFIX}' || n)::uuid, 'potion-' || n, 'Potion ' || n, 'consumable'
    from generate_series(${FIRST}, ${FIRST + PRODUCTS}) n;

    insert into prices (product_id, currency, amount)
    select id, 'COIN', case id when '${DEAR}' then ${BALANCE} * 1000 else ${PRICE} end from products;
  `);
}

/**
 * The state that every measurement begins with, in either database: opening balances with their entries, four items
 * each, nothing bought yet, fresh statistics, a checkpoint just made.
 */
export async function reset(owner: Client): Promise<void> {
  for (;;) {
    try {
      return await empty(owner);
    } catch (error) {
      // The workers of the application read and seal meanwhile; whoever loses a deadlock tries again.
      if ((error as { code?: string }).code !== '40P01') throw error;
      await owner.query('rollback');
    }
  }
}

async function empty(owner: Client): Promise<void> {
  await owner.query(`
    begin;
    -- The ledger refuses to be emptied, rightly; only a superuser can look away.
    set local session_replication_role = replica;
    truncate accounts, wallets, inventory, transactions, ledger_entries, idempotency_keys, outbox_events, product_sales,
      grants, grant_spendings, reward_claims, ledger_seals, ledger_seal_ranges, ledger_seal_heads, ledger_unsealed, fulfilments,
      purchase_counts, reservations,
      economy_flows, economy_activity, economy_days, economy_counted,
      carts, cart_lines, orders, order_lines, payments, payment_notifications, refused_notifications, purchase_blocks,
      payme_transactions, player_events, player_event_keys, event_counts, event_erasures,
      track_clicks, click_salts, click_counts, click_campaigns, installs, campaign_costs,
      notifications, socket_tickets, told_erasures, webhook_deliveries, webhook_attempts, webhook_lanes;
    insert into accounts (user_id, last_seq, last_entry_at) select id, 5, now() from users order by id;
    insert into wallets (user_id, currency, balance)
    select id, 'COIN', case when id >= '${playerId(PLAYERS - POOR)}' then ${POOR_BALANCE} else ${BALANCE} end
    from users order by id;
    insert into inventory (user_id, product_id, quantity, purchased_at)
    select u.id, p.id, 1, now() from users u, (select id from products order by id limit 4) p order by u.id, p.id;
    insert into ledger_entries
      (user_id, seq, transaction_id, currency, product_id, amount, balance_after, counter_account, created_at)
    select user_id, 5, user_id, currency, null, balance, balance, 'source:bench', now() from wallets
    union all
    select user_id, row_number() over (partition by user_id order by product_id), user_id, null, product_id, 1, 1,
      'source:bench', now() from inventory;
    commit;
  `);
  await owner.query('vacuum analyze');
  await owner.query('checkpoint');
}
