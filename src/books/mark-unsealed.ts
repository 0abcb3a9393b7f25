import { Injectable } from '@nestjs/common';
import { ECONOMY_EVENTS } from '../economy/economy.events';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { SealsRepository } from './seals.repository';

type EntriesMade = (typeof ECONOMY_EVENTS)[number]['prototype'];

/** Notes who has entries to be sealed; the next round seals them (seal-rounds.ts). */
@Injectable()
@Handles(...ECONOMY_EVENTS)
export class MarkUnsealed implements OutboxHandler<EntriesMade> {
  constructor(private readonly seals: SealsRepository) {}

  apply(tx: Tx, events: readonly Recorded<EntriesMade>[]): Promise<void> {
    return this.seals.mark(tx, [...new Set(events.map(({ userId }) => userId))]);
  }
}
