import { Injectable } from '@nestjs/common';
import { OrdersService } from '../orders/orders.service';
import { now, nowMs } from '../platform/clock/clock';
import type { Tx } from '../platform/database/unit-of-work';
import { isId } from '../platform/http/id';
import { AccountsService } from '../transactions/accounts.service';
import type { HeldPayment } from './payment-notification';
import { PaymentsRepository } from './payments.repository';
import { SettlementsService } from './settlements.service';

/** Locks in one order everywhere: the order, then the account, then what was told of it. */
@Injectable()
export class HeldPayments {
  constructor(
    private readonly payments: PaymentsRepository,
    private readonly orders: OrdersService,
    private readonly accounts: AccountsService,
    private readonly settlements: SettlementsService,
  ) {}

  /** An order and its payment, until the unit of work ends; an order whose time has passed expires at this touch. */
  async hold(tx: Tx, orderId: string): Promise<HeldPayment | null> {
    const known = await this.payments.getOfOrder(tx, orderId);
    if (known === null) return null;
    const order = await this.orders.lock(tx, known.userId, orderId);
    const payment = order === null ? null : await this.payments.getOfOrder(tx, orderId);
    if (order === null || payment === null) return null;
    const held = { order, payment };
    if (order.status === 'pending' && order.expiresAt.getTime() <= nowMs()) await this.close(tx, held, 'expired');
    return held;
  }

  /** Locks the account too, if that is a player of ours, and tells whether they were erased. */
  async player(tx: Tx, id: string | undefined): Promise<{ userId: string | null; isErased: boolean }> {
    const [account] = id !== undefined && isId(id) ? await this.accounts.lock(tx, [id.toLowerCase()]) : [];
    return { userId: account?.userId ?? null, isErased: account?.status === 'erased' };
  }

  /** Gives up an order that nobody paid. */
  async close(tx: Tx, held: HeldPayment, as: 'cancelled' | 'expired'): Promise<void> {
    const at = now();
    // Nobody can have paid in time after its time.
    held.payment.closedAt = as === 'expired' && held.order.expiresAt < at ? held.order.expiresAt : at;
    await this.orders.move(tx, held.order, as, at);
    await this.settlements.release(tx, held);
    await this.payments.save(tx, held.payment);
  }
}
