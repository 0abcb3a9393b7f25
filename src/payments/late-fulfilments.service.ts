import { Injectable } from '@nestjs/common';
import type { OrderWithLines } from '../orders/orders.service';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { HeldPayments } from './held-payments.service';
import { NothingToGive, PaymentNotFound } from './payments.errors';
import { isReversalPending, SettlementsService } from './settlements.service';

/** Paid orders that could not be given when the money came, or again when a dispute was won. */
@Injectable()
export class LateFulfilments {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldPayments,
    private readonly settlements: SettlementsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * Tries again; where it still cannot be, the order says why as before.
   *
   * @throws PaymentNotFound, NothingToGive
   */
  give(actor: Actor, orderId: string): Promise<OrderWithLines> {
    return this.unitOfWork.run(async (tx) => {
      const held = await this.held.hold(tx, orderId);
      if (held === null) throw new PaymentNotFound();
      const { order } = held;
      if (!isReversalPending(order)) {
        const { received, returned, keepsForeign } = this.settlements.of(held);
        const isPaid = received > returned || keepsForeign;
        if (order.fulfilledAt !== null || !isPaid) throw new NothingToGive(order.status);
      }
      const before = { status: order.status, attention: order.attention };
      await this.settlements.giveAfterAll(tx, held, actor.id);
      await this.audit.record(tx, {
        actor,
        action: 'order.fulfilment_retried',
        subjectId: order.userId,
        target: `order:${order.id}`,
        before,
        after: { status: order.status, attention: order.attention },
      });
      return order;
    });
  }
}
