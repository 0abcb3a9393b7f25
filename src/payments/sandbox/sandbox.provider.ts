import { Injectable } from '@nestjs/common';
import { now } from '../../platform/clock/clock';
import { Config } from '../../platform/config/config';
import { pageLink } from '../payment-page/page-link';
import type { PaymentDraft, PaymentProvider, RefundDraft } from '../payment-provider';
import { SANDBOX } from './sandbox-notification';
import { SandboxSender } from './sandbox-sender.service';

/** A provider of our own, with which everything can be tried and nothing is real money. Production refuses it. */
@Injectable()
export class SandboxProvider implements PaymentProvider {
  readonly name = SANDBOX;
  readonly currencies = null;
  readonly expiresAfterMs: number;
  readonly isEnabled: boolean;

  constructor(
    private readonly config: Config,
    private readonly sender: SandboxSender,
  ) {
    ({ expiresAfterMs: this.expiresAfterMs, isEnabled: this.isEnabled } = config.shop.sandbox);
  }

  createPayment({ paymentId }: PaymentDraft): Promise<{ url: string }> {
    return Promise.resolve({ url: pageLink(this.config, paymentId) });
  }

  async refund({ orderId }: PaymentDraft, { refundId, amount, lines }: RefundDraft): Promise<void> {
    const data = { orderId, transactionId: refundId, amount, lines };
    const isTaken = await this.sender.send({ type: 'payment.refunded', timestamp: now().toISOString(), data });
    if (!isTaken) throw new Error('The refund of the sandbox was refused.');
  }
}
