import { Injectable } from '@nestjs/common';
import type { OrderWithLines } from '../orders/orders.service';
import { AuditService } from '../platform/audit/audit.service';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { InvalidRequest } from '../platform/errors/platform.errors';
import type { Actor } from '../platform/security/access';
import type { RefundDto } from './dto/refund.dto';
import { HeldPayments } from './held-payments.service';
import { NotificationsService } from './notifications.service';
import { paymentDraft } from './payment-draft';
import type { RefundedFact } from './payment-fact';
import type { HeldPayment } from './payment-notification';
import type { RefundDraft } from './payment-provider';
import { PaymentProviders } from './payment-providers';
import { PaymentNotFound, ProviderUnavailable, RefundNotOffered, RefundTooLarge } from './payments.errors';
import { moneyOf } from './reversed-lines';
import { settledOrder } from './settled-order';

/** Money that finance gives back. */
@Injectable()
export class RefundsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldPayments,
    private readonly notifications: NotificationsService,
    private readonly providers: PaymentProviders,
    private readonly audit: AuditService,
  ) {}

  /**
   * Asks the provider, which tells us when the money is on its way; or writes down what was done elsewhere. The same
   * `key` of the same person is the same refund.
   *
   * @throws PaymentNotFound, RefundTooLarge, RefundNotOffered, ProviderUnavailable
   */
  async refund(actor: Actor, orderId: string, dto: RefundDto, key: string | undefined): Promise<OrderWithLines> {
    const refundId = key === undefined ? newId() : `${actor.id}:${key}`;
    const { held, draft } = await this.unitOfWork.run(async (tx) => {
      const held = await this.held.hold(tx, orderId);
      if (held === null) throw new PaymentNotFound();
      const draft = this.draftOf(held, refundId, dto);
      if (draft !== null) await this.begin(tx, actor, held, draft, dto);
      return { held, draft };
    });
    if (draft === null || dto.isDoneElsewhere === true) return held.order;
    await this.askProvider(held, draft);
    return this.unitOfWork.run(async (tx) => (await this.held.hold(tx, orderId))?.order ?? held.order);
  }

  /** Null: this very refund happened. */
  private draftOf({ order, payment }: HeldPayment, refundId: string, dto: RefundDto): RefundDraft | null {
    if (payment.facts.some((fact) => fact.kind === 'refunded' && fact.refundId === refundId)) return null;
    const unknown = dto.lines?.find(({ orderLineId, quantity }) => {
      return !order.lines.some((line) => line.id === orderLineId && quantity <= line.quantity);
    });
    if (unknown !== undefined) {
      const detail = 'names a line that the order has not, or more of it than was bought';
      throw new InvalidRequest(`The request is not valid: lines ${detail}.`, [{ detail, pointer: '/lines' }]);
    }
    const kept = payment.received - payment.returned;
    const asked: RefundedFact = {
      kind: 'refunded',
      refundId,
      amount: dto.amount ?? null,
      lines: dto.lines ?? null,
      code: 'finance',
      at: new Date().toISOString(),
    };
    const amount = moneyOf(asked, settledOrder(order, payment).lines) ?? kept;
    if (amount > kept || amount < 1) throw new RefundTooLarge(kept, payment.currency);
    return { refundId, amount, lines: dto.lines ?? null, reason: dto.reason.trim() };
  }

  private async begin(tx: Tx, actor: Actor, held: HeldPayment, draft: RefundDraft, dto: RefundDto): Promise<void> {
    const { order } = held;
    const { refundId, amount, lines } = draft;
    if (dto.isDoneElsewhere === true) {
      const at = new Date().toISOString();
      const fact: RefundedFact = { kind: 'refunded', refundId, amount, lines, code: 'finance', at };
      const told = { provider: 'finance', kind: 'refund', externalId: refundId, orderId: order.id, headers: {} };
      await this.notifications.acceptIn(tx, held, { ...told, fact, body: JSON.stringify(draft) });
    } else if (this.providers.offered(order.provider).refund === undefined) throw new RefundNotOffered(order.provider);
    await this.audit.record(tx, {
      actor,
      action: dto.isDoneElsewhere === true ? 'order.refund_noted' : 'order.refund_asked',
      subjectId: order.userId,
      target: `order:${order.id}`,
      after: { amount, lines, reason: draft.reason },
    });
  }

  private async askProvider({ order, payment }: HeldPayment, draft: RefundDraft): Promise<void> {
    try {
      await this.providers.offered(order.provider).refund?.(paymentDraft(payment, order), draft);
    } catch {
      throw new ProviderUnavailable(order.provider);
    }
  }
}
