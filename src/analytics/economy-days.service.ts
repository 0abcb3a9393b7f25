import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { EconomyFlowsRepository } from './economy-flows.repository';

const DAY_MS = 86_400_000;

/**
 * Keeps how every currency is spread at the end of each day, for nobody can tell afterwards at a bearable price. Tried
 * every hour: the first time after midnight counts, the others are for a night without a worker.
 */
@Injectable()
export class EconomyDays implements OnModuleInit {
  constructor(
    private readonly maintenance: MaintenanceService,
    private readonly unitOfWork: UnitOfWork,
    private readonly flows: EconomyFlowsRepository,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'keep-economy-day', cron: '1 * * * *', run: () => this.keepYesterday() });
  }

  keepYesterday(now = Date.now()): Promise<void> {
    const yesterday = new Date(now - DAY_MS).toISOString().slice(0, 10);
    return this.unitOfWork.run((tx) => this.flows.keepDay(tx, yesterday));
  }
}
