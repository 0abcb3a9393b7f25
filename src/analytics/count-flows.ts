import { Injectable } from '@nestjs/common';
import { LedgerSealed } from '../books/books.events';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { EconomyFlowsRepository } from './economy-flows.repository';

/** Counts what the ledger says came into being and what went, once it is sealed. */
@Injectable()
@Handles(LedgerSealed)
export class CountFlows implements OutboxHandler<LedgerSealed> {
  constructor(private readonly flows: EconomyFlowsRepository) {}

  apply(tx: Tx, events: readonly Recorded<LedgerSealed>[]): Promise<void> {
    return this.flows.addSealed(
      tx,
      events.map(({ sealId }) => sealId),
    );
  }
}
