import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import type { AcceptedNotification, DoubtfulNotification, HeldPayment } from './payment-notification';

/** The one door for what providers tell us. */
@Injectable()
export class NotificationsService {
  /** One unit of work of its own. */
  accept(_notification: AcceptedNotification): Promise<{ first: boolean }> {
    throw new Error('soon');
  }

  /** For providers with a state of their own, in their unit of work. */
  acceptIn(_tx: Tx, _held: HeldPayment, _notification: AcceptedNotification): Promise<{ first: boolean }> {
    throw new Error('soon');
  }

  /** The order and its payment, locked until the end of the unit of work; an order whose time has passed expires. */
  hold(_tx: Tx, _orderId: string): Promise<HeldPayment | null> {
    throw new Error('soon');
  }

  /** Stored apart, in a unit of work of its own; it claims nothing. */
  refuse(_notification: DoubtfulNotification): Promise<void> {
    throw new Error('soon');
  }
}
