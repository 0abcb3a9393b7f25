import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { LateOrders } from '../orders/late-orders.service';
import { OrdersService, type OrderWithLines } from '../orders/orders.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { HeldPayments } from './held-payments.service';
import type { HeldPayment } from './payment-notification';
import { PaymentProviders } from './payment-providers';
import { OrderBeingPaid, OrderNotCancellable, PaymentNotFound } from './payments.errors';

const SWEPT_AT_ONCE = 200;

/** Orders that nobody pays: their players cancel them, or their time passes. What was reserved for them goes back. */
@Injectable()
export class OrderEndings implements OnModuleInit {
  private readonly logger = new Logger(OrderEndings.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldPayments,
    private readonly orders: OrdersService,
    private readonly late: LateOrders,
    private readonly providers: PaymentProviders,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.late.endBy((orderId) => this.touch(orderId));
    this.maintenance.register({
      name: 'expire-orders',
      cron: '* * * * *',
      run: async () => void (await this.expire()),
    });
  }

  /**
   * May be repeated.
   *
   * @throws PaymentNotFound for an order that is not the player's; OrderNotCancellable once it is paid or expired;
   *   OrderBeingPaid
   */
  async cancel(userId: string, orderId: string): Promise<OrderWithLines> {
    const order = await this.unitOfWork.run(async (tx) => {
      const held = await this.held.hold(tx, orderId);
      if (held === null || held.order.userId !== userId) throw new PaymentNotFound();
      if (held.order.status !== 'pending') return held.order;
      const provider = this.providers.find(held.order.provider);
      if (await provider?.isBeingPaid?.(tx, orderId)) throw new OrderBeingPaid(held.order.provider);
      await this.held.close(tx, held, 'cancelled');
      return held.order;
    });
    // After the commit: its time may have passed at this touch.
    if (order.status !== 'cancelled') throw new OrderNotCancellable(order.status);
    return order;
  }

  /** One that cannot be ended now keeps none of the others waiting. How many were. */
  async expire(): Promise<number> {
    let expired = 0;
    let after: string | undefined;
    for (;;) {
      const late = await this.orders.findExpired(SWEPT_AT_ONCE, after);
      for (const { id } of late) expired += (await this.hasEnded(id)) ? 1 : 0;
      if (late.length < SWEPT_AT_ONCE) return expired;
      after = late.at(-1)?.id;
    }
  }

  /** False: the next sweep comes upon it again. */
  private async hasEnded(orderId: string): Promise<boolean> {
    try {
      return (await this.touch(orderId)) !== null;
    } catch (error) {
      this.logger.error({ err: error, orderId }, 'An order whose time has passed could not be ended.');
      return false;
    }
  }

  /** Ends it when its time has passed. */
  private touch(orderId: string): Promise<HeldPayment | null> {
    return this.unitOfWork.run((tx) => this.held.hold(tx, orderId));
  }
}
