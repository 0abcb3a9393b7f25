import { Injectable } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { HeldPayments } from './held-payments.service';
import { InboxRepository } from './inbox.repository';
import { keptHeaders, storable } from './kept-headers';
import type { AcceptedNotification, DoubtfulNotification, HeldPayment } from './payment-notification';
import { NotificationContradicted, PaymentNotFound } from './payments.errors';
import { SettlementsService } from './settlements.service';

const MAX_REFUSED_CHARACTERS = 16_384;

/**
 * The one door for what providers tell us. What was told, what became of the order, what the player got or gave back
 * and the events about it commit together; told again, it is counted and nothing else.
 */
@Injectable()
export class NotificationsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly held: HeldPayments,
    private readonly inbox: InboxRepository,
    private readonly settlements: SettlementsService,
  ) {}

  /**
   * In a unit of work of its own. What fits nothing that we know is kept among the refused.
   *
   * @throws PaymentNotFound for a fact about an order that was never to be paid; NotificationContradicted
   */
  async accept(notification: AcceptedNotification): Promise<{ first: boolean }> {
    try {
      return await this.unitOfWork.run((tx) => this.acceptOnce(tx, notification));
    } catch (error) {
      if (error instanceof PaymentNotFound) await this.refuse({ ...notification, reason: 'unknown_order' });
      if (error instanceof NotificationContradicted) await this.refuse({ ...notification, reason: 'contradicted' });
      throw error;
    }
  }

  private async acceptOnce(tx: Tx, notification: AcceptedNotification): Promise<{ first: boolean }> {
    const { orderId, fact } = notification;
    const held = orderId === null ? null : await this.hold(tx, orderId);
    if (held !== null) return this.acceptIn(tx, held, notification);
    if (fact !== null) throw new PaymentNotFound();
    return this.record(tx, null, notification);
  }

  /** For providers with a state of their own, in their unit of work. */
  async acceptIn(tx: Tx, held: HeldPayment, notification: AcceptedNotification): Promise<{ first: boolean }> {
    const recorded = await this.record(tx, held, notification);
    if (recorded.first && notification.fact !== null) await this.settlements.add(tx, held, notification.fact);
    return recorded;
  }

  /** The order and its payment, locked until the end of the unit of work; an order whose time has passed expires. */
  hold(tx: Tx, orderId: string): Promise<HeldPayment | null> {
    return this.held.hold(tx, orderId);
  }

  /** Stored apart, in a unit of work of its own; it claims nothing. */
  refuse({ provider, reason, body, headers }: DoubtfulNotification): Promise<void> {
    const beginning = storable(body).slice(0, MAX_REFUSED_CHARACTERS);
    const row = { provider, reason, body: beginning, headers: keptHeaders(headers), seenAt: now() };
    return this.unitOfWork.run((tx) => this.inbox.insertRefused(tx, row));
  }

  private async record(
    tx: Tx,
    held: HeldPayment | null,
    { provider, kind, externalId, aboutUser, body, headers }: AcceptedNotification,
  ): Promise<{ first: boolean }> {
    const { userId, isErased } = await this.held.player(tx, held?.order.userId ?? aboutUser);
    const texts = isErased ? { body: null, headers: null } : { body: storable(body), headers: keptHeaders(headers) };
    const about = { userId, orderId: held?.order.id ?? null };
    const row = { provider, kind, externalId, id: newId(), ...about, ...texts, firstSeenAt: now() };
    const { seen, orderId } = await this.inbox.record(tx, row);
    if (orderId !== about.orderId) throw new NotificationContradicted();
    return { first: seen === 1 };
  }
}
