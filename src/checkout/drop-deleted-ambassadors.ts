import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import { AmbassadorDeleted } from '../sellables/sellables.events';
import { CartsRepository } from './carts.repository';

/** What its owner deleted lies in nobody's cart any more. */
@Injectable()
@Handles(AmbassadorDeleted)
export class DropDeletedAmbassadors implements OutboxHandler<AmbassadorDeleted> {
  constructor(private readonly carts: CartsRepository) {}

  apply(tx: Tx, events: readonly AmbassadorDeleted[]): Promise<void> {
    return this.carts.dropSellables(tx, 'ambassador', [...new Set(events.flatMap(({ ids }) => ids))]);
  }
}
