import { Injectable, type OnModuleInit } from '@nestjs/common';
import { isLockTimeout } from '../database/database-errors';
import { UnitOfWork } from '../database/unit-of-work';
import { MaintenanceService } from '../jobs/maintenance.service';
import { OutboxRetentionRepository } from './outbox-retention.repository';

/** Empties the partitions of days past that every reader has passed. Today's and yesterday's rows stay. */
@Injectable()
export class OutboxRetention implements OnModuleInit {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: OutboxRetentionRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    // Hourly: what a slow reader or a lock kept from being emptied need not wait for another day.
    const run = async () => void (await this.emptyPassedPartitions());
    this.maintenance.register({ name: 'empty-outbox-partitions', cron: '7 * * * *', run });
  }

  /** How many partitions were emptied; one that is being read is left for the next time. */
  async emptyPassedPartitions(): Promise<number> {
    let emptied = 0;
    for (const partition of await this.repository.findOldPartitions()) {
      if (await this.empty(partition)) emptied += 1;
    }
    return emptied;
  }

  private async empty(partition: string): Promise<boolean> {
    try {
      return await this.unitOfWork.run(async (tx) => {
        await this.repository.lockPartition(tx, partition);
        const hasPassed = await this.repository.isPassed(tx, partition);
        if (hasPassed) await this.repository.truncate(tx, partition);
        return hasPassed;
      });
    } catch (error) {
      if (isLockTimeout(error)) return false;
      throw error;
    }
  }
}
