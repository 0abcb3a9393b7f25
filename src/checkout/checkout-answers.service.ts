import { Injectable } from '@nestjs/common';
import { OrdersService, orderView, type OrderWithLines } from '../orders/orders.service';
import { PaymentsService } from '../payments/payments.service';
import { joinReads, joinWrites } from '../platform/database/statement';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import { IdempotencyService, type StoredAnswer } from '../platform/idempotency/idempotency.service';
import type { StoredReply } from '../platform/idempotency/stored-answer';
import type { CheckoutView } from './checkout.view';

const CREATED = 201;

/** The answers of checkouts. They are kept with their keys, first without an address to pay at, then with it. */
@Injectable()
export class CheckoutAnswers {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly keys: IdempotencyService,
    private readonly orders: OrdersService,
    private readonly payments: PaymentsService,
  ) {}

  /**
   * What the same request was answered before. For certain only with the account locked.
   *
   * @throws IdempotencyKeyReused
   */
  async earlier(tx: Tx, userId: string, { key, fingerprint }: IdempotentRequest): Promise<StoredReply | null> {
    const named = { userId, actorId: userId, key };
    const read = joinReads([this.keys.answersPart([named])]);
    const [{ answers }] = await tx.send<{ answers: StoredAnswer[] | null }>(read);
    const [answer] = answers ?? [];
    if (answer === undefined) return null;
    const [, , , made, status, body] = answer;
    if (made !== fingerprint) throw new IdempotencyKeyReused();
    return { status, body, replayed: true };
  }

  /** Keeps the answer to a new order, in its unit of work. */
  async keep(tx: Tx, order: OrderWithLines, { key, fingerprint }: IdempotentRequest): Promise<StoredReply> {
    const { userId, provider, createdAt } = order;
    const view: CheckoutView = { order: orderView(order, 0), payment: { provider, url: null } };
    const body = JSON.stringify(view);
    const row = { userId, actorId: userId, key, fingerprint, transactionId: null, status: CREATED, answer: body };
    await tx.send(joinWrites([this.keys.writePart([{ ...row, createdAt: createdAt.toISOString() }])]));
    return { status: CREATED, body, replayed: false };
  }

  /**
   * The answer with the address to pay at, which is asked for where it is missing: after the commit of the order.
   *
   * @throws ProviderUnavailable: the order stands, and a repetition of the request asks again
   */
  async complete(userId: string, key: string, reply: StoredReply): Promise<StoredReply> {
    const view = JSON.parse(reply.body) as CheckoutView;
    if (view.payment.url !== null) return reply;
    const order = await this.orders.find(userId, view.order.id);
    if (order?.status !== 'pending') return reply;
    const url = await this.payments.linkFor(userId, order.id);
    view.payment.url = url;
    const body = JSON.stringify(view);
    const named = { userId, actorId: userId, key };
    await this.unitOfWork.run((tx) => this.keys.replaceAnswer(tx, named, reply.body, body));
    return { ...reply, body };
  }
}
