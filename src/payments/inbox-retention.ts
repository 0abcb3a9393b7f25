import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { InboxRepository } from './inbox.repository';

const KEPT_MS = 30 * 24 * 60 * 60 * 1_000;

/** What was not believed, and what is about no order, is kept long enough to look into, and no longer. */
@Injectable()
export class InboxRetention implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly inbox: InboxRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'forget-refused-notifications', cron: '41 3 * * *', run: () => this.forget() });
  }

  async forget(now = Date.now()): Promise<void> {
    const time = new Date(now - KEPT_MS);
    await this.unitOfWork.run((tx) => this.inbox.deleteRefusedBefore(tx, time));
    await this.unitOfWork.run((tx) => this.inbox.deleteOrderlessBefore(tx, time));
  }
}
