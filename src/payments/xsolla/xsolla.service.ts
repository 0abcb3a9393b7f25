import { Injectable } from '@nestjs/common';
import type { IncomingHttpHeaders } from 'node:http';
import { now } from '../../platform/clock/clock';
import { Config } from '../../platform/config/config';
import { Unavailable } from '../../platform/errors/platform.errors';
import { parseJsonBody } from '../../platform/http/json-body';
import { isId } from '../../platform/http/id';
import { AccountsService } from '../../transactions/accounts.service';
import { UsersService } from '../../users/users.service';
import { WalletsService } from '../../wallets/wallets.service';
import { NotificationsService } from '../notifications.service';
import type { Payment } from '../payment.entity';
import { NotificationContradicted, PaymentNotFound } from '../payments.errors';
import { PaymentsService } from '../payments.service';
import { PurchaseBlocksRepository } from '../purchase-blocks.repository';
import { type XsollaAccount, xsollaAccount } from './xsolla-account';
import { digestOf, isAboutOrders, toldBy } from './xsolla-facts';
import { readNotification, type XsollaNotification } from './xsolla-notification';
import { isSigned } from './xsolla-signature';
import { XsollaRefusal } from './xsolla.errors';

const PROVIDER = 'xsolla';
const PAYING_KINDS = ['payment', 'order_paid'];

/** What Xsolla asks and tells. https://developers.xsolla.com/webhooks/overview */
@Injectable()
export class XsollaService {
  private readonly account: XsollaAccount;
  /** Whether goods are given for payments that moved no money. */
  private readonly takesTests: boolean;

  constructor(
    config: Config,
    private readonly notifications: NotificationsService,
    private readonly payments: PaymentsService,
    private readonly wallets: WalletsService,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly blocks: PurchaseBlocksRepository,
  ) {
    this.account = xsollaAccount(config);
    this.takesTests = config.xsolla.isSandbox || this.account.isPlayed;
  }

  /**
   * @returns what Xsolla asked for; null when there is nothing to say
   * @throws XsollaRefusal for what will never be right; Unavailable while nobody here knows the secret
   */
  async receive(body: Buffer, headers: IncomingHttpHeaders): Promise<object | null> {
    try {
      return await this.answer(this.verified(body, headers), body, headers);
    } catch (error) {
      if (error instanceof XsollaRefusal && error.isSuspicious)
        await this.notifications.refuse({ provider: PROVIDER, reason: error.code, body: body.toString(), headers });
      // That was kept among the refused already.
      if (error instanceof NotificationContradicted || error instanceof PaymentNotFound)
        throw new XsollaRefusal('INCORRECT_INVOICE', error.message);
      throw error;
    }
  }

  private verified(body: Buffer, { authorization }: IncomingHttpHeaders): XsollaNotification {
    const { webhookSecret, projectId } = this.account;
    // A refusal is final at Xsolla, and a lost setting is not.
    if (webhookSecret === undefined) throw new Unavailable('Xsolla is not set up here.');
    if (!isSigned(body, authorization, webhookSecret))
      throw new XsollaRefusal('INVALID_SIGNATURE', 'The signature is not that of this body.');
    const notification = readNotification(parsed(body));
    if (notification.type === '') throw new XsollaRefusal('INVALID_PARAMETER', 'It says not what it is about.');
    const isForeign = notification.projectId !== undefined && notification.projectId !== projectId;
    if (projectId !== undefined && isForeign)
      throw new XsollaRefusal('INVALID_PARAMETER', 'It is about another project.');
    return notification;
  }

  private async answer(
    notification: XsollaNotification,
    body: Buffer,
    headers: IncomingHttpHeaders,
  ): Promise<object | null> {
    const { type } = notification;
    if (type === 'user_validation') return this.validate(notification);
    if (type === 'user_search') return this.search(notification);
    if (isAboutOrders(type)) await this.apply(notification, body, headers);
    else await this.keep(notification, body, headers);
    return null;
  }

  /** Asked several times in one payment: an order that was made before its player was blocked is not paid for. */
  private async validate({ userId }: XsollaNotification): Promise<null> {
    const status = userId !== undefined && isId(userId) ? await this.accounts.statusOf(userId) : undefined;
    if (userId === undefined || status !== 'active')
      throw new XsollaRefusal('INVALID_USER', 'There is no such user.', { isSuspicious: false });
    if (await this.blocks.isBlocked(userId))
      throw new XsollaRefusal('INVALID_USER', 'This user may not buy with money.', { isSuspicious: false });
    return null;
  }

  private async search({ publicId }: XsollaNotification): Promise<object> {
    const user = publicId === undefined ? null : await this.users.findByLogin(publicId);
    const isOpen = user !== null && (await this.accounts.statusOf(user.id)) === 'active';
    if (!isOpen) throw new XsollaRefusal('INVALID_USER', 'There is no such user.', { isSuspicious: false });
    return { user: { id: user.id, name: user.username, public_id: user.username } };
  }

  private async apply(notification: XsollaNotification, body: Buffer, headers: IncomingHttpHeaders): Promise<void> {
    const payment = await this.paymentOf(notification);
    if (payment?.provider !== PROVIDER) {
      // What it is about is told by itself, with the payment.
      if (notification.isWithoutPayment) return this.keep(notification, body, headers);
      throw new XsollaRefusal('INCORRECT_INVOICE', 'There is no such order.');
    }
    const { userId, amount, currency } = payment;
    const order = { userId, amount, currency, scale: await this.wallets.scaleOf(currency) };
    const { fact, externalId } = toldBy(notification, order, now().toISOString(), body);
    const counts = this.takesTests || !notification.isTest;
    await this.notifications.accept({
      provider: PROVIDER,
      kind: counts ? notification.type : `test.${notification.type}`,
      externalId,
      orderId: payment.orderId,
      fact: counts ? fact : null,
      body: body.toString(),
      headers,
    });
  }

  /** Some name the transaction alone, which was told to be the payment of an order before. */
  private async paymentOf({ orderId, transactionId, isWithoutPayment }: XsollaNotification): Promise<Payment | null> {
    if (transactionId === undefined && isWithoutPayment) return null;
    if (orderId !== undefined) return isId(orderId) ? this.payments.find(orderId) : null;
    return transactionId === undefined ? null : this.payments.findTold(PROVIDER, PAYING_KINDS, transactionId);
  }

  /** Kinds that mean nothing to us are acknowledged: to refuse them would help nobody. */
  private async keep(
    { type, transactionId, userId }: XsollaNotification,
    body: Buffer,
    headers: IncomingHttpHeaders,
  ): Promise<void> {
    await this.notifications.accept({
      provider: PROVIDER,
      kind: type.slice(0, 64),
      externalId: transactionId === undefined || isAboutOrders(type) ? digestOf(body) : transactionId,
      orderId: null,
      aboutUser: userId,
      fact: null,
      body: body.toString(),
      headers,
    });
  }
}

/** @throws XsollaRefusal */
function parsed(body: Buffer): Readonly<Record<string, unknown>> {
  try {
    return parseJsonBody(body) as Readonly<Record<string, unknown>>;
  } catch {
    throw new XsollaRefusal('INVALID_PARAMETER', 'The body is not a JSON object.');
  }
}
