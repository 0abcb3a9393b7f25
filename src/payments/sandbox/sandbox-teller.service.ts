import { Injectable } from '@nestjs/common';
import { NotificationsService } from '../notifications.service';
import { readNotification, SANDBOX, type SandboxNotification } from './sandbox-notification';

/** Plays the provider's part within the process, where nobody needs to be shown a signature. */
@Injectable()
export class SandboxTeller {
  constructor(private readonly notifications: NotificationsService) {}

  /** May be repeated. @throws PaymentNotFound, NotificationContradicted */
  async tell(notification: SandboxNotification): Promise<void> {
    const body = JSON.stringify(notification);
    const claim = readNotification(Buffer.from(body));
    if (claim === null) throw new TypeError('The sandbox tells nothing of this kind.');
    await this.notifications.accept({ provider: SANDBOX, headers: {}, body, ...claim });
  }
}
