import { Injectable } from '@nestjs/common';
import type { ReversalCause } from '../economy/order-command';
import { EconomyService } from '../economy/economy.service';
import type { Receipt } from '../economy/receipt';
import type { OrderWithLines } from '../orders/orders.service';
import { DomainError } from '../platform/errors/domain-error';
import type { Tx } from '../platform/database/unit-of-work';

/** Gives what was bought, takes it back, and lets go of what was reserved for it. */
@Injectable()
export class OrderGoods {
  constructor(private readonly economy: EconomyService) {}

  /** @returns why it cannot be given; null: it was */
  async give(tx: Tx, order: OrderWithLines, isReserved: boolean, actorId: string): Promise<string | null> {
    const lines = order.lines.map(({ id, productId, quantity, coinsCurrency, coinsAmount }) => ({
      orderLineId: id,
      productId,
      quantity,
      coins: coinsCurrency === null || coinsAmount === null ? null : { currency: coinsCurrency, amount: coinsAmount },
    }));
    const common = { userId: order.userId, actorId, orderId: order.id };
    const [receipt] = await this.economy.apply(tx, [{ kind: 'fulfil', ...common, isReserved, lines }]);
    return refusalOf(receipt);
  }

  /** @returns why it cannot be done; null: it was */
  async reverse(
    tx: Tx,
    order: OrderWithLines,
    cause: ReversalCause,
    reversed: ReadonlyMap<string, number>,
  ): Promise<string | null> {
    const lines = order.lines.map(({ id, productId }) => ({
      orderLineId: id,
      productId,
      reversed: reversed.get(id) ?? 0,
    }));
    const common = { userId: order.userId, actorId: order.userId, orderId: order.id };
    const [receipt] = await this.economy.apply(tx, [{ kind: 'reverse', ...common, cause, lines }]);
    return refusalOf(receipt);
  }

  async release(tx: Tx, order: OrderWithLines): Promise<void> {
    const lines = order.lines.map(({ id, productId, quantity }) => ({ orderLineId: id, productId, quantity }));
    const common = { userId: order.userId, actorId: order.userId, orderId: order.id };
    const [receipt] = await this.economy.apply(tx, [{ kind: 'release', ...common, lines }]);
    if (!receipt.accepted) throw receipt.error;
  }
}

/** What may pass, or is a fault of ours, is no refusal: whoever told us tells us again. */
function refusalOf(receipt: Receipt): string | null {
  if (receipt.accepted) return null;
  const { error } = receipt;
  if (!(error instanceof DomainError) || error.kind === 'unavailable') throw error;
  return error.code === 'user.not_found' ? 'erased' : error.code.slice(error.code.indexOf('.') + 1);
}
