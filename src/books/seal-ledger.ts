import { Injectable } from '@nestjs/common';
import { ECONOMY_EVENTS } from '../economy/economy.events';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { MAX_ENTRIES, SealingService } from './sealing.service';

type EntriesMade = (typeof ECONOMY_EVENTS)[number]['prototype'];

/** Whoever has more than that to be sealed, from times before there were seals, is left to the sweep. */
const MAX_SEALS = 5;

/** Seals what the players named by the events have, as soon as it stands. */
@Injectable()
@Handles(...ECONOMY_EVENTS)
export class SealLedger implements OutboxHandler<EntriesMade> {
  constructor(private readonly sealing: SealingService) {}

  async apply(tx: Tx, events: readonly Recorded<EntriesMade>[]): Promise<void> {
    const userIds = [...new Set(events.map(({ userId }) => userId))];
    for (let seals = 0; seals < MAX_SEALS; seals++) {
      if ((await this.sealing.seal(tx, userIds)) < MAX_ENTRIES) return;
    }
  }
}
