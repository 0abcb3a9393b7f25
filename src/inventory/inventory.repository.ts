import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { exact } from '../platform/database/bigint';
import type { StatementPart } from '../platform/database/statement';
import type { ProductSummary } from '../products/products.service';
import { InventoryItem } from './inventory-item.entity';

export interface InventoryRow {
  userId: string;
  productId: string;
  quantity: number;
  purchasedAt: string;
}

export interface InventoryLine {
  product: ProductSummary;
  quantity: number;
  purchasedAt: string;
}

@Injectable()
export class InventoryRepository {
  constructor(@InjectRepository(InventoryItem) private readonly items: Repository<InventoryItem>) {}

  /** What a player holds, with its products, in one statement; nothing that is used up. */
  async findLines(userId: string): Promise<InventoryLine[]> {
    const rows = await this.items.query<(ProductSummary & { quantity: string; purchased_at: Date })[]>(
      `select p.id, p.sku, p.name, p.type, i.quantity, i.purchased_at
       from inventory i join products p on p.id = i.product_id
       where i.user_id = $1 and i.quantity > 0 order by i.purchased_at, p.id`,
      [userId],
    );
    return rows.map(({ id, sku, name, type, quantity, purchased_at }) => ({
      product: { id, sku, name, type },
      quantity: exact(quantity),
      purchasedAt: purchased_at.toISOString(),
    }));
  }

  /** What these players hold of these products, as `[userId, productId, quantity, purchasedAt]`. */
  inventoryPart(named: readonly { userId: string; productId: string }[]): StatementPart {
    return {
      name: 'inventory',
      sql: `
        select json_agg(json_build_array(i.user_id, i.product_id, i.quantity, i.purchased_at))
        from unnest($1::uuid[], $2::uuid[]) as named(user_id, product_id)
        cross join lateral (
          select * from inventory where user_id = named.user_id and product_id = named.product_id offset 0) i`,
      params: [named.map(({ userId }) => userId), named.map(({ productId }) => productId)],
    };
  }

  writePart(rows: readonly InventoryRow[]): StatementPart {
    return {
      name: 'inventory',
      sql: `
        insert into inventory (user_id, product_id, quantity, purchased_at)
        select * from unnest($1::uuid[], $2::uuid[], $3::bigint[], $4::timestamptz[])
        on conflict (user_id, product_id) do update
        set quantity = excluded.quantity, purchased_at = excluded.purchased_at`,
      params: [
        rows.map((row) => row.userId),
        rows.map((row) => row.productId),
        rows.map((row) => row.quantity),
        rows.map((row) => row.purchasedAt),
      ],
    };
  }
}
