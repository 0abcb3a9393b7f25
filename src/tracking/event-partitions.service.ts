import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { isLockTimeout } from '../platform/database/database-errors';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { EventPartitionsRepository } from './event-partitions.repository';
import { isPast } from './event-partition-name';
import { dayOf, daysBefore, daysFrom, startOfBucket } from './event-time';

/** Enough for a week without a worker; a process that finds none makes its own. */
const DAYS_AHEAD = 7;
const COUNTS_DAYS = 730;

/** Makes the partitions of the days to come, and drops those that are old enough, with what is known by them. */
@Injectable()
export class EventPartitions implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: EventPartitionsRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    // Hourly: what a lock kept from being done need not wait for another day.
    this.maintenance.register({ name: 'keep-event-days', cron: '17 * * * *', run: () => this.keep() });
  }

  async keep(nowMs = Date.now()): Promise<void> {
    await this.makeAhead(nowMs);
    await this.dropPast(daysBefore(nowMs, this.config.tracking.retentionDays));
    await this.unitOfWork.run((tx) => this.repository.forgetCounts(tx, daysBefore(nowMs, COUNTS_DAYS)));
  }

  async makeAhead(nowMs = Date.now()): Promise<void> {
    const days = daysFrom(nowMs, DAYS_AHEAD + 1);
    await this.unitOfWork.run((tx) => this.repository.make(tx, days));
  }

  /** A partition that is being read is left for the next time. */
  private async dropPast(oldestMs: number): Promise<void> {
    const beforeMs = startOfBucket('day', oldestMs);
    const past = (await this.repository.findNames()).filter((name) => isPast(name, dayOf(beforeMs)));
    for (const name of past) {
      await this.unitOfWork
        .run((tx) => this.repository.drop(tx, name))
        .catch((error: unknown) => {
          if (!isLockTimeout(error)) throw error;
        });
    }
    while (await this.unitOfWork.run((tx) => this.repository.forgetKeys(tx, beforeMs)));
  }
}
