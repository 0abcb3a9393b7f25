import { Injectable } from '@nestjs/common';
import { InventoryCache } from '../inventory/inventory.cache';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import {
  GrantReceived,
  GrantRevoked,
  ItemUsed,
  OrderFulfilled,
  OrderReversed,
  ProductPurchased,
} from './economy.events';

type InventoryChanged = ProductPurchased | ItemUsed | GrantReceived | GrantRevoked | OrderFulfilled | OrderReversed;

/**
 * Forgets once more what the engine forgets after its commit, should the process have died in between. It leaves the
 * database within a unit of work, against the rule, for the position may only move once every process knows: after a
 * commit nobody would come again. Forgetting twice is harmless, and a Redis that is away holds this reader up, not its
 * events aside.
 */
@Injectable()
@Handles(ProductPurchased, ItemUsed, GrantReceived, GrantRevoked, OrderFulfilled, OrderReversed)
export class ForgetInventory implements OutboxHandler<InventoryChanged> {
  constructor(private readonly inventory: InventoryCache) {}

  apply(_tx: Tx, events: readonly Recorded<InventoryChanged>[]): Promise<void> {
    return this.inventory.forgetEverywhere([...new Set(events.map(({ userId }) => userId))]);
  }
}
