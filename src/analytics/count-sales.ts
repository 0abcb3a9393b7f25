import { Injectable } from '@nestjs/common';
import { ProductPurchased } from '../economy/economy.events';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { SalesRepository } from './sales.repository';

/** Counts completed purchases by the hour. `popular-products.query.ts` adds what it has not come to, by its name. */
@Injectable()
@Handles('CountSales', ProductPurchased)
export class CountSales implements OutboxHandler<ProductPurchased> {
  constructor(private readonly sales: SalesRepository) {}

  apply(tx: Tx, events: readonly Recorded<ProductPurchased>[]): Promise<void> {
    return this.sales.add(tx, events);
  }
}
