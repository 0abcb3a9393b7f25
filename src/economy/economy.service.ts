import { Injectable } from '@nestjs/common';
import { toldMs } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import { BatchService } from './batch.service';
import { type Command, type IssuedCommand, singleCommands } from './command';
import { EconomyMetrics } from './economy.metrics';
import { Lane } from './lane';
import type { Accepted, Receipt } from './receipt';

/** The only way to change what a player holds. */
@Injectable()
export class EconomyService {
  private readonly lanes: readonly Lane[];

  constructor(
    private readonly batches: BatchService,
    private readonly metrics: EconomyMetrics,
    config: Config,
  ) {
    const limits = { batch: config.economyBatch, queue: config.economyQueue };
    this.lanes = Array.from({ length: config.economyLanes }, () => new Lane(limits, (batch) => batches.commit(batch)));
    metrics.watch(this.lanes);
  }

  /**
   * Carries a command out in a unit of work that it shares with whatever else waits in the player's lane.
   *
   * @throws the DomainError that refuses it; EconomyBusy when too many wait
   */
  async submit(command: Command): Promise<Accepted> {
    const receipt = await this.laneOf(command.userId).join(issue(command));
    this.metrics.count(command, receipt);
    if (!receipt.accepted) throw receipt.error;
    return receipt;
  }

  /** Carries commands out inside the caller's unit of work; refusals are receipts, not errors. */
  apply(tx: Tx, commands: readonly Command[]): Promise<Receipt[]> {
    return this.batches.apply(tx, commands.map(issue));
  }

  /** The last digits of an id are random, those of version 7 too. */
  private laneOf(userId: string): Lane {
    return this.lanes[parseInt(userId.slice(-6), 16) % this.lanes.length];
  }
}

function issue(command: Command): IssuedCommand {
  return { command, transactionIds: singleCommands(command).map(newId), atMs: toldMs() };
}
