import { Injectable } from '@nestjs/common';
import type { PageButton, Press, StandIn } from '../payment-page/stand-in';
import { SANDBOX, type SandboxNotification, type SandboxType } from './sandbox-notification';
import { SandboxSender } from './sandbox-sender.service';
import { SandboxProvider } from './sandbox.provider';

/** What the sandbox tells of each button. */
const TYPES: Record<string, SandboxType> = {
  pay: 'payment.paid',
  decline: 'payment.declined',
  refund: 'payment.refunded',
  chargeback: 'payment.charged_back',
  dispute: 'payment.dispute_opened',
  dispute_won: 'payment.dispute_won',
};

/** The sandbox has no page but ours. */
@Injectable()
export class SandboxStandIn implements StandIn {
  readonly provider = SANDBOX;
  readonly isOn: boolean;
  readonly title = 'Florin sandbox payment';
  readonly buttons: Readonly<Record<string, PageButton>> = {
    pay: { label: 'Pay' },
    decline: { label: 'Decline' },
    refund: { label: 'Refund', amount: 'all' },
    chargeback: { label: 'Chargeback' },
    dispute: { label: 'Open a dispute' },
    dispute_won: { label: 'Dispute won' },
  };

  constructor(
    { isEnabled }: SandboxProvider,
    private readonly sender: SandboxSender,
  ) {
    this.isOn = isEnabled;
  }

  press(press: Press): Promise<boolean> {
    return this.sender.send(notificationOf(press));
  }
}

/** Paying twice is one payment; two refunds are two, unless it is one form sent twice. */
function notificationOf({ payment, action, amount, nonce }: Press): SandboxNotification {
  const { id, orderId, currency } = payment;
  const [type, timestamp] = [TYPES[action], new Date().toISOString()];
  if (type !== 'payment.refunded') {
    return { type, timestamp, data: { orderId, transactionId: id, amount: payment.amount, currency } };
  }
  return { type, timestamp, data: { orderId, transactionId: `${id}:${nonce}`, amount, currency } };
}
