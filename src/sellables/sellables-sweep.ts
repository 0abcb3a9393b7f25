import { Injectable, type OnModuleInit } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { OutboxService } from '../platform/outbox/outbox.service';
import { CartedQuery } from './carted.query';
import { AmbassadorDeleted } from './sellables.events';
import { SellablesService } from './sellables.service';

const BATCH = 500;

/** Asks the owner about all that lies in carts, because a deletion that was told while nobody listened is not repeated. */
@Injectable()
export class SellablesSweep implements OnModuleInit {
  constructor(
    private readonly sellables: SellablesService,
    private readonly carted: CartedQuery,
    private readonly unitOfWork: UnitOfWork,
    private readonly outbox: OutboxService,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    if (!this.sellables.isOn) return;
    this.maintenance.register({ name: 'validate-carted-sellables', cron: '*/5 * * * *', run: () => this.run() });
  }

  /** @throws SellableOwnerUnavailable: it is tried again later */
  async run(): Promise<void> {
    let after = '';
    for (;;) {
      const ids = await this.carted.findIds('ambassador', after, BATCH);
      if (ids.length === 0) return;
      const deleted = await this.sellables.findDeleted('ambassador', ids);
      if (deleted.length > 0) await this.unitOfWork.run((tx) => this.outbox.add(tx, [new AmbassadorDeleted(deleted)]));
      after = ids[ids.length - 1];
    }
  }
}
