import { Injectable } from '@nestjs/common';
import { nowMs } from '../../platform/clock/clock';
import { Config } from '../../platform/config/config';
import type { PaymeSettings } from '../../platform/config/payme-settings';
import { newId } from '../../platform/database/new-id';
import { type Tx, UnitOfWork } from '../../platform/database/unit-of-work';
import { NotificationsService } from '../notifications.service';
import type { PaymentFact } from '../payment-fact';
import type { AcceptedNotification, HeldPayment } from '../payment-notification';
import { PROVIDER, PaymeOrders } from './payme-orders';
import type { FiscalReceipt, PaymeBill } from './payme-params';
import * as machine from './payme-transaction';
import type { PaymeTransaction } from './payme-transaction.entity';
import { type PaymeError, paymeError } from './payme.errors';
import { PaymeRepository } from './payme.repository';

/** So many transactions a statement lists: a day of a busy shop, and what fits into one answer. */
const MAX_STATEMENT = 10_000;

/** The call itself, for the inbox. */
export type PaymeMessage = Pick<AcceptedNotification, 'kind' | 'body' | 'headers'>;

type Change = (transaction: PaymeTransaction, held: HeldPayment) => machine.Step;
type FactOf = (transaction: PaymeTransaction) => PaymentFact | null;

/**
 * Payme's transactions and what becomes of our orders by them: both change together, behind the lock of the order. A
 * refusal is only thrown after the commit, for it may have changed something too.
 */
@Injectable()
export class PaymeTransactionsService {
  private readonly settings: PaymeSettings;

  constructor(
    config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PaymeRepository,
    private readonly orders: PaymeOrders,
    private readonly notifications: NotificationsService,
  ) {
    this.settings = config.payme;
  }

  /** @throws PaymeError when the order cannot be paid now */
  async requirePayable(bill: PaymeBill): Promise<void> {
    const refusal = await this.unitOfWork.run(async (tx) =>
      this.orders.refusalOf(tx, await this.orders.hold(tx, bill.orderId), bill),
    );
    if (refusal !== null) throw refusal;
  }

  /** @throws PaymeError */
  async create(id: string, time: number, bill: PaymeBill, message: PaymeMessage): Promise<PaymeTransaction> {
    const known = await this.repository.find(id);
    if (known !== null) return this.change(known, (each) => machine.createAgain(each, bill, nowMs()), message);
    const made = await this.unitOfWork.run((tx) => this.createIn(tx, id, time, bill, message));
    return accepted(made);
  }

  /** @throws PaymeError */
  async perform(id: string, message: PaymeMessage): Promise<PaymeTransaction> {
    const pay: Change = (each, { order }) => machine.perform(each, order.status === 'pending', nowMs());
    return this.change(await this.get(id), pay, message, ({ amount, performTime }) => ({
      kind: 'paid',
      amount,
      currency: 'UZS',
      externalId: id,
      at: new Date(performTime!).toISOString(),
    }));
  }

  /** @throws PaymeError */
  async cancel(id: string, reason: number, message: PaymeMessage): Promise<PaymeTransaction> {
    const { allowsRefunds } = this.settings;
    const giveUp: Change = (each) => machine.cancel(each, reason, allowsRefunds, nowMs());
    // An order whose transaction came to nothing waits for the next.
    return this.change(await this.get(id), giveUp, message, ({ state, reason: why, cancelTime }) =>
      state !== -2
        ? null
        : {
            kind: 'refunded',
            refundId: id,
            paymentId: id,
            amount: null,
            code: `payme.${why}`,
            at: new Date(cancelTime!).toISOString(),
          },
    );
  }

  /** @throws PaymeError */
  async keepReceipt(id: string, receipt: FiscalReceipt, message: PaymeMessage): Promise<void> {
    const known = await this.repository.find(id);
    if (known === null) throw paymeError('receipt_not_found', 'id');
    const keep: Change = (each) => ({
      transaction: machine.withReceipt(each, receipt),
      isChanged: true,
      refusal: null,
    });
    await this.change(known, keep, { ...message, kind: `${message.kind}.${receipt.type}` });
  }

  /** @throws PaymeError */
  async get(id: string): Promise<PaymeTransaction> {
    const transaction = await this.repository.find(id);
    if (transaction === null) throw paymeError('transaction_not_found', 'id');
    if (!machine.overtaken(transaction, nowMs()).isChanged) return transaction;
    await this.timeOut();
    return (await this.repository.find(id))!;
  }

  /** @throws PaymeError rather than leave anything out */
  async statement(from: number, to: number): Promise<PaymeTransaction[]> {
    await this.timeOut();
    const made = await this.repository.findMade(from, to, MAX_STATEMENT + 1);
    if (made.length > MAX_STATEMENT) throw paymeError('statement_too_long', 'to');
    return made;
  }

  /** Frees the orders whose transactions nobody performed in time. */
  async timeOut(): Promise<void> {
    const now = nowMs();
    await this.repository.timeOut(now - machine.WAIT_MS, machine.TIMED_OUT, now);
  }

  private async createIn(
    tx: Tx,
    id: string,
    time: number,
    bill: PaymeBill,
    message: PaymeMessage,
  ): Promise<machine.Step | PaymeError> {
    const held = await this.orders.hold(tx, bill.orderId);
    const now = nowMs();
    const rival = await this.repository.lock(tx, id);
    if (rival !== null) return this.keep(tx, held, machine.createAgain(rival, bill, now), null, message);
    const refusal = await this.orders.refusalOf(tx, held, bill);
    if (refusal !== null) return refusal;
    if (machine.isTooLate(time, now) || machine.isTooEarly(time, now)) return paymeError('impossible');
    const { order } = held!;
    const transaction: PaymeTransaction = {
      id,
      ownId: newId(),
      orderId: order.id,
      userId: order.userId,
      amount: order.total,
      account: bill.account,
      time,
      createTime: now,
      performTime: null,
      cancelTime: null,
      state: 1,
      reason: null,
      fiscal: null,
    };
    if (!(await this.repository.insert(tx, transaction))) return paymeError('impossible');
    await this.orders.wait(tx, held!, time);
    return this.keep(tx, held, { transaction, isChanged: false, refusal: null }, null, message);
  }

  private async change(
    { id, orderId }: PaymeTransaction,
    change: Change,
    message: PaymeMessage,
    factOf: FactOf = () => null,
  ): Promise<PaymeTransaction> {
    const step = await this.unitOfWork.run(async (tx) => {
      const held = await this.orders.hold(tx, orderId);
      const transaction = await this.repository.lock(tx, id);
      if (held === null || transaction === null) throw new Error(`The order of Payme's transaction ${id} is gone.`);
      const next = change(transaction, held);
      if (next.isChanged && next.transaction.state === -1) await this.orders.waitNoMore(tx, held);
      return this.keep(tx, held, next, factOf(next.transaction), message);
    });
    return accepted(step);
  }

  /** What was asked for goes to the inbox, a repetition too: it counts them, and the fact is the same. */
  private async keep(
    tx: Tx,
    held: HeldPayment | null,
    step: machine.Step,
    fact: PaymentFact | null,
    message: PaymeMessage,
  ): Promise<machine.Step> {
    const { transaction, isChanged, refusal } = step;
    if (isChanged) await this.repository.save(tx, transaction);
    if (refusal === null && held !== null) {
      const { id, orderId } = transaction;
      await this.notifications.acceptIn(tx, held, { provider: PROVIDER, externalId: id, orderId, fact, ...message });
    }
    return step;
  }
}

/** @throws PaymeError */
function accepted(step: machine.Step | PaymeError): PaymeTransaction {
  if (step instanceof Error) throw step;
  if (step.refusal !== null) throw step.refusal;
  return step.transaction;
}
