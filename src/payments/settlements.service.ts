import { Injectable } from '@nestjs/common';
import type { ReversalCause } from '../economy/order-command';
import { OrdersService, type OrderWithLines } from '../orders/orders.service';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import type { Tx } from '../platform/database/unit-of-work';
import { OrderGoods } from './order-goods.service';
import { type PaymentFact, withFact } from './payment-fact';
import type { HeldPayment } from './payment-notification';
import { PaymentsRepository } from './payments.repository';
import { PurchaseBlocksRepository } from './purchase-blocks.repository';
import { settledOrder } from './settled-order';
import { settle, type Settlement } from './settlement';

/** Makes of an order what its facts add up to: what the player holds, what the order is called, who must look at it. */
@Injectable()
export class SettlementsService {
  constructor(
    private readonly orders: OrdersService,
    private readonly goods: OrderGoods,
    private readonly payments: PaymentsRepository,
    private readonly blocks: PurchaseBlocksRepository,
    private readonly config: Config,
  ) {}

  /** What the facts add up to now. */
  of({ order, payment }: HeldPayment, facts: readonly PaymentFact[] = payment.facts): Settlement {
    return settle(settledOrder(order, payment), facts, this.config.shop.policies);
  }

  /** One more fact, or none: then what could not be done before is tried again. */
  async add(tx: Tx, held: HeldPayment, fact: PaymentFact | null): Promise<void> {
    const before = this.of(held);
    if (fact !== null) held.payment.facts = withFact(held.payment.facts, fact);
    const after = this.of(held);
    if (after.status === 'unpaid' || after.status === 'cancelled') await this.endUnpaid(tx, held, after.status);
    else await this.conclude(tx, held, before, after);
    await this.payments.save(tx, held.payment);
  }

  /** Gives what was not given, whatever kept us from it: somebody of finance decided so. */
  async giveAfterAll(tx: Tx, held: HeldPayment, actorId: string): Promise<void> {
    const settlement = this.of(held);
    await this.conclude(tx, held, settlement, { ...settlement, isDue: true, hindrance: null }, actorId);
    await this.payments.save(tx, held.payment);
  }

  private async endUnpaid(tx: Tx, held: HeldPayment, status: 'unpaid' | 'cancelled'): Promise<void> {
    if (status === 'unpaid' || held.order.status !== 'pending') return;
    await this.orders.move(tx, held.order, 'cancelled', now());
    await this.release(tx, held);
  }

  private async conclude(
    tx: Tx,
    held: HeldPayment,
    before: Settlement,
    after: Settlement,
    actorId = held.order.userId,
  ): Promise<void> {
    const { order, payment } = held;
    const at = now();
    if (['pending', 'cancelled', 'expired'].includes(order.status)) await this.orders.move(tx, order, 'paid', at);
    const refusal = await this.moveGoods(tx, held, before, after, actorId);
    const isGiven = order.fulfilledAt !== null;

    payment.received = after.received;
    payment.returned = after.returned;
    const kept = after.received - after.returned;
    payment.toReturn = Math.max(0, kept - (isGiven ? order.total : 0));
    if (kept === 0 && !isGiven) await this.release(tx, held);

    const status = after.status === 'paid' && isGiven ? 'fulfilled' : after.status;
    if (order.status !== status && status !== 'unpaid') await this.orders.move(tx, order, status, at);
    else if (status === 'partially_refunded' && after.returned > before.returned) {
      await this.orders.tellAgain(tx, order, at);
    }
    await this.orders.setAttention(tx, order, attentionFor(payment.toReturn, isGiven, refusal, after));
    await this.blocks.set(tx, order, after.isBlocking, at);
  }

  /** @returns why it could not be done */
  private async moveGoods(
    tx: Tx,
    { order, payment }: HeldPayment,
    before: Settlement,
    after: Settlement,
    actorId: string,
  ): Promise<string | null> {
    const isPending = isReversalPending(order);
    let held = before.reversed;
    if (order.fulfilledAt === null) {
      if (!after.isDue || (order.status === 'refunded' && after.status === 'refunded')) return null;
      if (await this.blocks.holdsByAnother(tx, order)) return 'purchases_blocked';
      const refusal = await this.goods.give(tx, order, payment.releasedAt === null, actorId);
      if (refusal !== null) return refusal;
      await this.orders.noteGiven(tx, order, now());
      held = new Map();
    }
    if (!isPending && sameAmounts(held, after.reversed)) return null;
    return this.goods.reverse(tx, order, causeOf(held, after), after.reversed);
  }

  /** What was reserved goes back once. */
  async release(tx: Tx, { order, payment }: HeldPayment): Promise<void> {
    if (payment.releasedAt !== null) return;
    await this.goods.release(tx, order);
    payment.releasedAt = now();
  }
}

function attentionFor(
  toReturn: number,
  isGiven: boolean,
  refusal: string | null,
  { hindrance, received, returned, surplus, keepsForeign, isUnclear, isDisputed }: Settlement,
): string | null {
  const open = isDisputed ? 'disputed' : null;
  const doubt = isUnclear ? 'refund_unclear' : open;
  if (!isGiven) return toReturn > 0 || keepsForeign ? (refusal ?? hindrance ?? doubt) : null;
  if (refusal !== null) return refusal;
  if (toReturn > 0 && surplus > 0) return 'overpaid';
  // What was paid in another currency alone, and given all the same, was what finance took for the price.
  return keepsForeign && received > returned ? 'amount_mismatch' : doubt;
}

/** What calls finance to an order that was given, beside what giving back or taking was refused with. */
const ABOUT_MONEY = ['overpaid', 'amount_mismatch', 'refund_unclear', 'disputed'];

/** Whether what was given could not be brought to where the facts have it. */
export function isReversalPending({
  fulfilledAt,
  attention,
}: Pick<OrderWithLines, 'fulfilledAt' | 'attention'>): boolean {
  return fulfilledAt !== null && attention !== null && !ABOUT_MONEY.includes(attention);
}

function causeOf(held: ReadonlyMap<string, number>, { status, reversed }: Settlement): ReversalCause {
  if (status === 'charged_back') return 'chargeback';
  return sum(reversed) < sum(held) ? 'dispute_won' : 'refund';
}

function sum(amounts: ReadonlyMap<string, number>): number {
  return [...amounts.values()].reduce((total, amount) => total + amount, 0);
}

function sameAmounts(one: ReadonlyMap<string, number>, other: ReadonlyMap<string, number>): boolean {
  return [...new Set([...one.keys(), ...other.keys()])].every((id) => (one.get(id) ?? 0) === (other.get(id) ?? 0));
}
