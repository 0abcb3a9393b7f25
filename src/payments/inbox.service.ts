import { Injectable } from '@nestjs/common';
import { type InboxFilter, InboxRepository } from './inbox.repository';
import {
  type PaymentNotificationView,
  paymentNotificationView,
  type RefusedNotificationView,
  refusedNotificationView,
} from './payment.view';

/** What providers told us, for staff to look into. */
@Injectable()
export class InboxService {
  constructor(private readonly repository: InboxRepository) {}

  async list(filter: InboxFilter, limit: number, before?: string): Promise<PaymentNotificationView[]> {
    return (await this.repository.findPage(filter, limit, before)).map(paymentNotificationView);
  }

  async listRefused(limit: number, before?: number): Promise<RefusedNotificationView[]> {
    return (await this.repository.findRefused(limit, before)).map(refusedNotificationView);
  }
}
