import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import { type InventoryLine, InventoryRepository, type InventoryRow } from './inventory.repository';

export type InventoryFacts = [userId: string, productId: string, quantity: number, purchasedAt: string];

@Injectable()
export class InventoryService {
  constructor(private readonly repository: InventoryRepository) {}

  /** What a player holds, from the database. */
  itemsOf(userId: string): Promise<InventoryLine[]> {
    return this.repository.findLines(userId);
  }

  inventoryPart(named: readonly { userId: string; productId: string }[]): StatementPart {
    return this.repository.inventoryPart(named);
  }

  writePart(rows: readonly InventoryRow[]): StatementPart {
    return this.repository.writePart(rows);
  }
}
