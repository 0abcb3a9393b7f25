import { Injectable } from '@nestjs/common';
import { Cron } from '@nestjs/schedule';
import { Config } from '../platform/config/config';
import { CronRuns } from '../platform/database/cron-runs';
import { InventoryCache } from './inventory.cache';

const NAME = 'forget-inventories';

/** Once a day no player is answered with what was kept before, whatever may have gone wrong with forgetting it. */
@Injectable()
export class InventoryCacheCron {
  constructor(
    private readonly config: Config,
    private readonly runs: CronRuns,
    private readonly inventory: InventoryCache,
  ) {}

  /** Within an hour, should Redis be away at four. */
  @Cron('*/10 4 * * *', { name: NAME, timeZone: 'UTC' })
  async run(): Promise<void> {
    if (!this.config.runsWorkers) return;
    if (!(await this.runs.claimToday(NAME))) return;
    if (!(await this.inventory.forgetEverybody())) await this.runs.giveBackToday(NAME);
  }
}
