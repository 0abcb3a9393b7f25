import { Injectable } from '@nestjs/common';
import { OutboxRepository } from './outbox.repository';

/** How far the log can be read, and on which run of the server that was found out. */
export interface Reach {
  /** Every event up to this id is there to be seen, or never will be. */
  settledId: number;
  server: string;
  /** There are newer events, but transactions that may have drawn smaller ids are still running. */
  isHeldBack: boolean;
}

interface Fence {
  lastId: number;
  txid: bigint;
}

/**
 * Finds out how far the log can be read without overtaking a transaction that has drawn an id and not committed yet.
 * Reading in order of id is what keeps each player's events in order, and ids are not committed in order.
 *
 * First the last id drawn so far is read, then a transaction id is taken: every transaction that drew one of those ids
 * had its own transaction id before (the migration), hence a smaller one. So once no transaction below it runs, all
 * those ids are settled. On a quiet system that is at once, on a busy one by the next look.
 */
@Injectable()
export class OutboxHorizon {
  private server = '';
  private settledId = 0;
  private fence: Fence | undefined;

  constructor(private readonly repository: OutboxRepository) {}

  async look(): Promise<Reach> {
    const { lastId, server } = await this.repository.lastId();
    // Another run of the server, or another cluster in its place: what we knew of its transactions means nothing.
    if (server !== this.server) Object.assign(this, { server, settledId: 0, fence: undefined });
    if (lastId > this.settledId) await this.advance(lastId);
    return { settledId: this.settledId, server, isHeldBack: this.fence !== undefined };
  }

  private async advance(lastId: number): Promise<void> {
    const { txid, oldestRunning } = await this.repository.takeTransactionId();
    if (this.fence !== undefined && this.fence.txid <= oldestRunning) {
      this.settledId = this.fence.lastId;
      this.fence = undefined;
    }
    if (txid <= oldestRunning) this.settledId = lastId;
    else this.fence ??= { lastId, txid };
  }
}
