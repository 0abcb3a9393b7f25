import { Injectable } from '@nestjs/common';
import { OrdersService } from '../../orders/orders.service';
import { Config } from '../../platform/config/config';
import type { PaymeSettings } from '../../platform/config/payme-settings';
import type { Tx } from '../../platform/database/unit-of-work';
import { AccountsService } from '../../transactions/accounts.service';
import { NotificationsService } from '../notifications.service';
import type { HeldPayment } from '../payment-notification';
import { PurchaseBlocksRepository } from '../purchase-blocks.repository';
import type { PaymeBill } from './payme-params';
import { WAIT_MS } from './payme-transaction';
import { type PaymeError, paymeError } from './payme.errors';
import { PaymeRepository } from './payme.repository';

export const PROVIDER = 'payme';
const CURRENCY = 'UZS';

/** Which of our orders Payme means, and whether money may come for it. */
@Injectable()
export class PaymeOrders {
  private readonly settings: PaymeSettings;

  constructor(
    config: Config,
    private readonly notifications: NotificationsService,
    private readonly orders: OrdersService,
    private readonly accounts: AccountsService,
    private readonly blocks: PurchaseBlocksRepository,
    private readonly repository: PaymeRepository,
  ) {
    this.settings = config.payme;
  }

  /** The order and its payment, locked. One of a transaction of ours is always there. */
  hold(tx: Tx, orderId: string): Promise<HeldPayment | null> {
    return this.notifications.hold(tx, orderId);
  }

  /** Why nobody may begin to pay this now; null: somebody may. */
  async refusalOf(tx: Tx, held: HeldPayment | null, { amount }: PaymeBill): Promise<PaymeError | null> {
    const { accountField, busyCode } = this.settings;
    if (held?.payment.provider !== PROVIDER) return paymeError('order_not_found', accountField);
    const { order } = held;
    if (order.status !== 'pending') return paymeError('order_not_payable', accountField);
    if (order.currency !== CURRENCY || order.total !== amount) return paymeError('wrong_amount');
    if (!(await this.mayBuy(tx, order.userId))) return paymeError('buyer_refused', accountField);
    const active = await this.repository.findActive(tx, order.id);
    return active === null ? null : paymeError('busy', busyCode <= -31_050 ? accountField : undefined, busyCode);
  }

  /** The order waits as long as its transaction may be performed, which was made later and has 12 hours of its own. */
  async wait(tx: Tx, { order }: HeldPayment, time: number): Promise<void> {
    await this.orders.waitUntil(tx, order, new Date(Math.max(order.expiresAt.getTime(), time + WAIT_MS)));
  }

  /** Without a transaction it waits no longer than it would have, or it could be kept waiting for ever. */
  async waitNoMore(tx: Tx, { order }: HeldPayment): Promise<void> {
    const own = order.createdAt.getTime() + WAIT_MS;
    await this.orders.waitUntil(tx, order, new Date(Math.min(order.expiresAt.getTime(), own)));
  }

  private async mayBuy(tx: Tx, userId: string): Promise<boolean> {
    const [account] = await this.accounts.lock(tx, [userId]);
    return account?.status === 'active' && !(await this.blocks.holds(tx, userId));
  }
}
