import { Injectable } from '@nestjs/common';
import { CacheService, type Cached, type Shelf } from '../platform/cache/cache.service';
import { Unavailable } from '../platform/errors/platform.errors';
import { AccountsService } from '../transactions/accounts.service';
import { InventoryService } from './inventory.service';
import { inventoryView } from './inventory.view';

const INVENTORY: Shelf = { name: 'inventory', ttlSeconds: 300 };

/** The inventories of players as JSON text, ready to be sent. Nobody spends by it: the engine reads the database. */
@Injectable()
export class InventoryCache {
  constructor(
    private readonly cache: CacheService,
    private readonly inventory: InventoryService,
    private readonly accounts: AccountsService,
  ) {}

  /** @throws AccountNotFound */
  read(userId: string): Promise<Cached> {
    return this.cache.read(INVENTORY, userId, () => this.load(userId));
  }

  /** To be called when a change of these players' holdings is committed. It does not fail and does not wait long. */
  async forget(userIds: readonly string[]): Promise<void> {
    await this.cache.forget(INVENTORY, userIds);
  }

  /** @throws Unavailable while there may be processes that do not know, because Redis is away */
  async forgetEverywhere(userIds: readonly string[]): Promise<void> {
    if (!(await this.cache.forget(INVENTORY, userIds))) throw new Unavailable('Redis is away.');
  }

  /** One write, however many players there are. */
  forgetEverybody(): Promise<boolean> {
    return this.cache.forgetAll(INVENTORY);
  }

  private async load(userId: string): Promise<string> {
    const lines = await this.inventory.itemsOf(userId);
    if (lines.length === 0) await this.accounts.requireOpen(userId);
    return JSON.stringify(inventoryView(lines));
  }
}
