import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { ClicksRepository } from './clicks.repository';

const DAY_MS = 86_400_000;
const COUNTS_DAYS = 730;

/** Forgets clicks but for their number, and the salts of days that are over. */
@Injectable()
export class ClickRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: ClicksRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'forget-clicks', cron: '23 * * * *', run: () => this.forget() });
  }

  async forget(nowMs = Date.now()): Promise<void> {
    const before = new Date(nowMs - this.config.attribution.retentionDays * DAY_MS);
    while (await this.unitOfWork.run((tx) => this.repository.forgetClicks(tx, before)));
    await this.unitOfWork.run(async (tx) => {
      // Clocks of processes differ: yesterday's may be in use.
      await this.repository.forgetSalts(tx, dayOf(nowMs - DAY_MS));
      await this.repository.forgetCounts(tx, dayOf(nowMs - COUNTS_DAYS * DAY_MS));
    });
  }
}

const dayOf = (ms: number) => new Date(ms).toISOString().slice(0, 10);
