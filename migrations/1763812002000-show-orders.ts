import type { MigrationInterface, QueryRunner } from 'typeorm';

/** Auditors see what was ordered for real money, and at what price. */
export class ShowOrders1763812002000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create view audit.orders as
        select user_id, id as order_id, status, provider, currency, total, cart_version, created_at, expires_at, paid_at,
          fulfilled_at, ended_at, attention
        from orders;
      comment on view audit.orders is 'What players ordered for real money, and what became of it.';
      comment on column audit.orders.user_id is 'Who ordered.';
      comment on column audit.orders.order_id is 'Its id: a UUID of version 7, so in order of time.';
      comment on column audit.orders.status is 'pending, paid, fulfilled, partially_refunded, refunded, charged_back, cancelled or expired.';
      comment on column audit.orders.provider is 'Who collects the money.';
      comment on column audit.orders.currency is 'Its currency.';
      comment on column audit.orders.total is 'The sum of its lines, in smallest units of the currency.';
      comment on column audit.orders.cart_version is 'The version of the player’s cart that it was made of: no other order is.';
      comment on column audit.orders.created_at is 'When it was ordered.';
      comment on column audit.orders.expires_at is 'Until when it waits to be paid.';
      comment on column audit.orders.paid_at is 'When money first came.';
      comment on column audit.orders.fulfilled_at is 'When everything in it was given.';
      comment on column audit.orders.ended_at is 'When it was cancelled or expired; null again once money came after that.';
      comment on column audit.orders.attention is 'Why finance must look at it; null where nobody must.';

      create view audit.order_lines as
        select user_id, order_id, id as order_line_id, product_id, sku, quantity, unit_price, amount, coins_currency,
          coins_amount, sellable_source, sellable_id
        from order_lines;
      comment on view audit.order_lines is 'What each order holds, at the prices of the checkout.';
      comment on column audit.order_lines.user_id is 'Who ordered.';
      comment on column audit.order_lines.order_id is 'The order.';
      comment on column audit.order_lines.order_line_id is 'Its id, as entries of the ledger name it.';
      comment on column audit.order_lines.product_id is 'What was ordered.';
      comment on column audit.order_lines.sku is 'What that was called then.';
      comment on column audit.order_lines.quantity is 'How many.';
      comment on column audit.order_lines.unit_price is 'What one cost, in smallest units of the order’s currency.';
      comment on column audit.order_lines.amount is 'What the line cost: quantity times unit_price.';
      comment on column audit.order_lines.coins_currency is 'Of a currency pack: what it turns into.';
      comment on column audit.order_lines.coins_amount is 'Of a currency pack: how much of that, the whole line.';
      comment on column audit.order_lines.sellable_source is 'Of a good that is owned elsewhere: by whom.';
      comment on column audit.order_lines.sellable_id is 'What its owner calls it.';
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
