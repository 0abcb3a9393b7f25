import { Injectable, Logger } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { OrdersRepository } from './orders.repository';

/** Ends the order, with all that this means; null: there is no such order. */
type Ending = (orderId: string) => Promise<unknown>;

/**
 * Orders that still wait although their time has passed: they end before anybody is shown them, not only when a worker
 * sweeps. How an order ends is for those to know who know its money.
 */
@Injectable()
export class LateOrders {
  private readonly logger = new Logger(LateOrders.name);
  private ending: Ending | undefined;

  constructor(private readonly repository: OrdersRepository) {}

  /** To be called in `onModuleInit`. */
  endBy(ending: Ending): void {
    this.ending = ending;
  }

  /** All of one player. */
  async endOf(userId: string): Promise<void> {
    for (const { id } of await this.repository.findLate(userId, now())) await this.end(id);
  }

  /** One that cannot be ended now stays as it is: nobody's reading depends on it. */
  private async end(orderId: string): Promise<void> {
    try {
      await this.ending?.(orderId);
    } catch (error) {
      this.logger.warn({ err: error, orderId }, 'A late order could not be ended at a reading.');
    }
  }
}
