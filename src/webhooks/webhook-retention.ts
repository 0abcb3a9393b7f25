import { Injectable, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { WebhookLanesRepository } from './webhook-lanes.repository';

/** Statements take seconds, not minutes: what may be many is done in slices. */
const SLICE = 1_000;

/** Forgets, in slices, what was told long ago or could not be told for as long, and endpoints that were deleted. */
@Injectable()
export class WebhookRetention implements OnModuleInit {
  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly lanes: WebhookLanesRepository,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'old-webhooks', cron: '41 * * * *', run: () => this.run() });
  }

  async run(): Promise<void> {
    for (const id of await this.endpoints.findAllIds()) {
      while ((await this.unitOfWork.run((tx) => this.forgetOld(tx, id))) === SLICE);
    }
    while ((await this.unitOfWork.run((tx) => this.lanes.forgetDeleted(tx, SLICE))) === SLICE);
    await this.unitOfWork.run((tx) => this.endpoints.forgetDeleted(tx));
  }

  /** With the lanes that are empty then: those of an endpoint that is disabled nobody would look at. */
  private async forgetOld(tx: Tx, endpointId: string): Promise<number> {
    const lanes = await this.deliveries.forgetOld(tx, endpointId, this.config.webhooks.retentionDays, SLICE);
    await this.lanes.closeEmpty(tx, endpointId, lanes);
    return lanes.length;
  }
}
