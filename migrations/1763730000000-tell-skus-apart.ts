import type { MigrationInterface, QueryRunner } from 'typeorm';

/** SKUs are read aloud and typed: no two may differ only in case. */
export class TellSkusApart1763730000000 implements MigrationInterface {
  async up(runner: QueryRunner): Promise<void> {
    await runner.query(`
      do $$
      declare alike text;
      begin
        select string_agg(skus, '; ') into alike from (
          select string_agg(sku, ', ' order by id) as skus from products group by lower(sku) having count(*) > 1) s;
        if alike is not null then
          raise exception 'These SKUs differ only in case: %. With the release before this one give all but one of '
            'each another SKU, since only you know who means which; then start again.', alike;
        end if;
      end $$;
      alter table products drop constraint products_sku_key;
      create unique index products_sku_key on products (lower(sku));
    `);
  }

  down(): Promise<void> {
    return Promise.reject(new Error('Migrations only go forward.'));
  }
}
