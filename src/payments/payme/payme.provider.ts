import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import type { Tx } from '../../platform/database/unit-of-work';
import { pageLink } from '../payment-page/page-link';
import type { PaymentDraft, PaymentProvider } from '../payment-provider';
import { type PaymeCashbox, paymeCashbox } from './payme-cashbox';
import { paymeLink } from './payme-link';
import { PROVIDER } from './payme-orders';
import { isTooLate, WAIT_MS } from './payme-transaction';
import { PaymeRepository } from './payme.repository';

/** Payments of Uzbekistan: the payer follows a link, and Payme then calls us. Refunds begin in its cabinet. */
@Injectable()
export class PaymeProvider implements PaymentProvider {
  readonly name = PROVIDER;
  readonly currencies = ['UZS'];
  readonly expiresAfterMs = WAIT_MS;

  private readonly cashbox: PaymeCashbox | undefined;

  constructor(
    private readonly config: Config,
    private readonly repository: PaymeRepository,
  ) {
    this.cashbox = paymeCashbox(config);
  }

  get isEnabled(): boolean {
    return this.cashbox !== undefined;
  }

  /** The payer may be at the last question: until it is answered, or 12 hours are over, the order stays as it is. */
  async isBeingPaid(tx: Tx, orderId: string): Promise<boolean> {
    const transaction = await this.repository.findActive(tx, orderId);
    return transaction?.state === 1 && !isTooLate(transaction.time, Date.now());
  }

  createPayment(payment: PaymentDraft): Promise<{ url: string }> {
    if (this.cashbox === undefined) return Promise.reject(new Error('Payme is not set up here.'));
    const { id, isPlayed } = this.cashbox;
    const url = isPlayed ? pageLink(this.config, payment.paymentId) : paymeLink(this.config.payme, id, payment);
    return Promise.resolve({ url });
  }
}
