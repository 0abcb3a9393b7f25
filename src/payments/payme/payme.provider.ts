import { Injectable } from '@nestjs/common';
import { Config } from '../../platform/config/config';
import type { PaymentDraft, PaymentProvider } from '../payment-provider';
import { paymeLink } from './payme-link';
import { PROVIDER } from './payme-orders';
import { WAIT_MS } from './payme-transaction';

/** Payments of Uzbekistan: the payer follows a link, and Payme then calls us. Refunds begin in its cabinet. */
@Injectable()
export class PaymeProvider implements PaymentProvider {
  readonly name = PROVIDER;
  readonly currencies = ['UZS'];
  readonly expiresAfterMs = WAIT_MS;

  constructor(private readonly config: Config) {}

  get isEnabled(): boolean {
    return this.config.payme.cashbox !== undefined;
  }

  createPayment(payment: PaymentDraft): Promise<{ url: string }> {
    const { cashbox } = this.config.payme;
    if (cashbox === undefined) return Promise.reject(new Error('Payme is not set up here.'));
    return Promise.resolve({ url: paymeLink(this.config.payme, cashbox.id, payment) });
  }
}
