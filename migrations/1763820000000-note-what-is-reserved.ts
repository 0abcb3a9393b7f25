import type { MigrationInterface, QueryRunner } from 'typeorm';

/**
 * What the lines of unpaid orders keep, in what it was counted: exactly that is given back when they end, whatever stock
 * and limit the product has by then. Of orders from before, what would have been given back until now.
 */
export class NoteWhatIsReserved1763820000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      create table reservations (
        user_id uuid not null references accounts (user_id),
        order_line_id uuid not null,
        product_id uuid not null references products (id),
        quantity bigint not null check (quantity > 0),
        is_stock_counted boolean not null,
        period_start date,
        primary key (user_id, order_line_id)
      );
      insert into reservations
      select l.user_id, l.id, l.product_id, l.quantity, p.stock is not null,
        case p.limit_period when 'lifetime' then date '0001-01-01'
          else date_trunc(p.limit_period, o.created_at at time zone 'UTC')::date end
      from orders o
      join payments pay on pay.user_id = o.user_id and pay.order_id = o.id
      join order_lines l on l.user_id = o.user_id and l.order_id = o.id
      join products p on p.id = l.product_id
      where o.fulfilled_at is null and pay.released_at is null;
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
