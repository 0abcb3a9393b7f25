import { hash } from 'node:crypto';
import { Injectable, Logger } from '@nestjs/common';
import type { OrderWithLines } from '../orders/orders.service';
import { AuditService } from '../platform/audit/audit.service';
import { now } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { InvalidRequest } from '../platform/errors/platform.errors';
import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import { areLeft, type AskedRefund, isTold, outstanding } from './asked-refund';
import type { RefundDto } from './dto/refund.dto';
import { HeldPayments } from './held-payments.service';
import { NotificationsService } from './notifications.service';
import { paymentDraft } from './payment-draft';
import type { RefundedFact } from './payment-fact';
import type { HeldPayment } from './payment-notification';
import type { RefundDraft } from './payment-provider';
import { PaymentProviders } from './payment-providers';
import { PaymentNotFound, ProviderUnavailable, RefundNotOffered, RefundTooLarge } from './payments.errors';
import { PaymentsRepository } from './payments.repository';

/** Money that finance gives back. */
@Injectable()
export class RefundsService {
  private readonly logger = new Logger(RefundsService.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldPayments,
    private readonly payments: PaymentsRepository,
    private readonly notifications: NotificationsService,
    private readonly providers: PaymentProviders,
    private readonly audit: AuditService,
  ) {}

  /**
   * Asks the provider, which tells us when the money is on its way; or writes down what was done elsewhere. The same
   * request of the same person under the same key is the same refund: it is asked for until the provider tells of it.
   *
   * @throws PaymentNotFound, RefundTooLarge, RefundNotOffered, ProviderUnavailable; IdempotencyKeyReused
   */
  async refund(actor: Actor, orderId: string, dto: RefundDto, request: IdempotentRequest): Promise<OrderWithLines> {
    const { held, asked } = await this.unitOfWork.run(async (tx) => {
      const held = await this.held.hold(tx, orderId);
      if (held === null) throw new PaymentNotFound();
      return { held, asked: known(actor, held, request) ?? (await this.begin(tx, actor, held, dto, request)) };
    });
    if (dto.isDoneElsewhere === true || isTold(asked, held.payment.facts)) return held.order;
    await this.askProvider(held, { ...withId(asked), reason: dto.reason.trim() });
    return this.unitOfWork.run(async (tx) => (await this.held.hold(tx, orderId))?.order ?? held.order);
  }

  private async begin(
    tx: Tx,
    actor: Actor,
    held: HeldPayment,
    dto: RefundDto,
    request: IdempotentRequest,
  ): Promise<AskedRefund> {
    const { order, payment } = held;
    const asked = newlyAsked(held, dto, { key: keyOf(actor, request), fingerprint: request.fingerprint });
    payment.refundsAsked = [...payment.refundsAsked, asked];
    const { refundId, amount, lines } = withId(asked);
    if (dto.isDoneElsewhere === true) {
      const at = now().toISOString();
      const fact: RefundedFact = { kind: 'refunded', refundId, amount, lines, code: 'finance', at };
      const told = { provider: 'finance', kind: 'refund', externalId: refundId, orderId: order.id, headers: {} };
      await this.notifications.acceptIn(tx, held, { ...told, fact, body: JSON.stringify({ refundId, amount, lines }) });
    } else {
      if (this.providers.offered(order.provider).refund === undefined) throw new RefundNotOffered(order.provider);
      await this.payments.save(tx, payment);
    }
    await this.audit.record(tx, {
      actor,
      action: dto.isDoneElsewhere === true ? 'order.refund_noted' : 'order.refund_asked',
      subjectId: order.userId,
      target: `order:${order.id}`,
      after: { refundId, amount, lines, reason: dto.reason.trim() },
    });
    return asked;
  }

  private async askProvider({ order, payment }: HeldPayment, draft: RefundDraft): Promise<void> {
    try {
      await this.providers.offered(order.provider).refund?.(paymentDraft(payment, order), draft);
    } catch (error) {
      this.logger.warn({ err: error, orderId: order.id, refundId: draft.refundId }, 'A refund could not be asked for.');
      throw new ProviderUnavailable(order.provider);
    }
  }
}

/** @throws IdempotencyKeyReused */
function known(actor: Actor, { payment }: HeldPayment, request: IdempotentRequest): AskedRefund | undefined {
  const asked = payment.refundsAsked.find(({ key }) => key === keyOf(actor, request));
  if (asked !== undefined && asked.fingerprint !== request.fingerprint) throw new IdempotencyKeyReused();
  return asked;
}

/**
 * What was asked for before, and not told of yet, leaves that much less. Finance may note what it did elsewhere all the
 * same: a provider that never tells would hold the money for ever.
 *
 * @throws RefundTooLarge, InvalidRequest
 */
function newlyAsked(
  { order, payment }: HeldPayment,
  dto: RefundDto,
  by: Pick<AskedRefund, 'key' | 'fingerprint'>,
): AskedRefund {
  const { facts } = payment;
  const asked = dto.isDoneElsewhere === true ? [] : payment.refundsAsked;
  const lines = dto.lines ?? null;
  if (lines !== null && !areLeft(lines, order.lines, asked, facts)) {
    const detail = 'names a line that the order has not, or more of it than is left to refund';
    throw new InvalidRequest(`The request is not valid: lines ${detail}.`, [{ detail, pointer: '/lines' }]);
  }
  const kept = Math.max(0, payment.received - payment.returned - outstanding(asked, facts));
  const cost = lines?.reduce((sum, { orderLineId, quantity }) => sum + quantity * priceOf(order, orderLineId), 0);
  const amount = dto.amount ?? cost ?? kept;
  if (amount > kept || amount < 1) throw new RefundTooLarge(kept, payment.currency);
  return { id: newId(), ...by, amount, lines };
}

function priceOf({ lines }: OrderWithLines, orderLineId: string): number {
  return lines.find(({ id }) => id === orderLineId)?.unitPrice ?? 0;
}

function withId({ id, amount, lines }: AskedRefund): Omit<RefundDraft, 'reason'> {
  return { refundId: id, amount, lines };
}

function keyOf(actor: Actor, { key }: IdempotentRequest): string {
  return hash('sha256', `${actor.id} ${key}`, 'base64url');
}
