import { Injectable, type OnModuleInit } from '@nestjs/common';
import { NotificationErasures } from '../notifications/notification-erasures.service';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { WebhookErasures } from '../webhooks/webhook-erasures.service';
import { ToldErasuresRepository } from './told-erasures.repository';

/**
 * What others were told of somebody, and they themselves: their clients, and game servers. At once goes what a
 * transaction may bear, and what would still be sent; the rest soon after.
 */
@Injectable()
export class ToldData implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly notifications: NotificationErasures,
    private readonly webhooks: WebhookErasures,
    private readonly erasures: ToldErasuresRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'erase-what-was-told', cron: '* * * * *', run: () => this.finish() });
  }

  /**
   * With the account closed. Everybody's notifications and webhooks wait for whoever holds their writers: that comes
   * last. Then nobody is about to write of them, and whoever comes later sees that they are erased. Lanes of webhooks
   * are taken after their writer, as the writer itself does.
   */
  async erase(tx: Tx, userId: string): Promise<void> {
    await this.notifications.eraseSlice(tx, userId);
    await this.notifications.holdWriter(tx);
    await this.webhooks.holdWriter(tx);
    if (await this.eraseSlice(tx, userId)) await this.erasures.insert(tx, userId);
  }

  /** Each, also where one fails: that one is tried again in a minute. @throws what the first of them failed by */
  async finish(): Promise<void> {
    const failures: unknown[] = [];
    for (const userId of await this.erasures.findAll()) {
      await this.finishOne(userId).catch((error: unknown) => failures.push(error));
    }
    if (failures.length > 0) throw failures[0];
  }

  private async finishOne(userId: string): Promise<void> {
    while (await this.unitOfWork.run((tx) => this.eraseSlice(tx, userId)));
    await this.unitOfWork.run((tx) => this.erasures.delete(tx, userId));
  }

  /** Whether there may be more. */
  private async eraseSlice(tx: Tx, userId: string): Promise<boolean> {
    const hasNotifications = await this.notifications.eraseSlice(tx, userId);
    const hasDeliveries = await this.webhooks.eraseSlice(tx, userId);
    return hasNotifications || hasDeliveries;
  }
}
