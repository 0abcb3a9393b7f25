import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { NotificationsRepository } from './notifications.repository';
import { SocketTicketsRepository } from './socket-tickets.repository';

const KEPT_MS = 7 * 86_400_000;
const SLICE = 10_000;

/** Forgets what players were told a week ago, and tickets that nobody used. */
@Injectable()
export class NotificationRetention implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: NotificationsRepository,
    private readonly tickets: SocketTicketsRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'forget-notifications', cron: '37 * * * *', run: () => this.forget() });
  }

  async forget(nowMs = Date.now()): Promise<void> {
    const before = new Date(nowMs - KEPT_MS);
    while ((await this.unitOfWork.run((tx) => this.repository.deleteBefore(tx, before, SLICE))) === SLICE);
    while ((await this.unitOfWork.run((tx) => this.tickets.deleteExpired(tx, SLICE))) === SLICE);
  }
}
