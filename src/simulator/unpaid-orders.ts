import { type Player, codeOf } from './player';
import type { Played } from './story';

/** A shop lets few orders of one player wait at a time, since it keeps goods for them. */
const LEFT_UNPAID = 3;

/** The orders of one player that nobody pays: the oldest are given up in favour of new ones. */
export class UnpaidOrders {
  private readonly orders: Played[] = [];

  constructor(private readonly player: Player) {}

  /** Gives up what an earlier run has left here. */
  async clear(): Promise<void> {
    const { items } = (await this.player.must('GET', '/orders?status=pending&limit=100')) as {
      items: { id: string }[];
    };
    for (const { id } of items) await this.cancel(id);
  }

  /** After an order: what is given up is expected to be cancelled from then on. */
  async note(played: Played): Promise<void> {
    if (played.orderId !== undefined && played.expectation.status === 'pending') this.orders.push(played);
    while (this.orders.length > LEFT_UNPAID) {
      const oldest = this.orders.shift();
      if (oldest?.orderId === undefined) continue;
      const isCancelled = await this.cancel(oldest.orderId);
      oldest.expectation = { ...oldest.expectation, status: isCancelled ? 'cancelled' : 'expired' };
    }
  }

  /** @returns false: its time had passed before */
  private async cancel(orderId: string): Promise<boolean> {
    const answer = await this.player.ask('POST', `/orders/${orderId}/cancel`);
    if (answer.status < 400) return true;
    if (codeOf(answer) === 'payment.order_not_cancellable') return false;
    throw new Error(`an unpaid order could not be cancelled: ${answer.status} ${codeOf(answer)}`);
  }
}
