import { Injectable, Logger, type OnModuleInit } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { MaintenanceService } from '../platform/jobs/maintenance.service';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhooksMetrics } from './webhooks.metrics';

/** Statements take seconds, not minutes: what may be many is done in slices. */
const SLICE = 1_000;

/**
 * Keeps what waits at an endpoint within bounds, be it disabled or too slow: each minute the oldest of what is too much
 * is given up. It stays in the log, and can be replayed.
 */
@Injectable()
export class WebhookBacklog implements OnModuleInit {
  private readonly logger = new Logger(WebhookBacklog.name);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly lanes: WebhookLanesRepository,
    private readonly metrics: WebhooksMetrics,
    private readonly maintenance: MaintenanceService,
  ) {}

  onModuleInit(): void {
    this.maintenance.register({ name: 'bound-webhooks', cron: '* * * * *', run: () => this.run() });
  }

  async run(): Promise<void> {
    for (const id of await this.endpoints.findAllIds()) await this.bound(id);
  }

  private async bound(endpointId: string): Promise<void> {
    const { maxWaiting } = this.config.webhooks;
    const upTo = await this.unitOfWork.run((tx) => this.deliveries.findExcess(tx, endpointId, maxWaiting));
    if (upTo === undefined) return;
    let [all, slice] = [0, SLICE];
    while (slice === SLICE) {
      slice = await this.unitOfWork.run((tx) => this.giveUp(tx, endpointId, upTo));
      all += slice;
    }
    this.metrics.countGivenUp(all);
    this.logger.warn({ endpointId, count: all }, 'Too much waits for a webhook endpoint: the oldest was given up.');
  }

  /** With the lanes that are empty then: those of an endpoint that is disabled nobody would look at. */
  private async giveUp(tx: Tx, endpointId: string, upTo: string): Promise<number> {
    const lanes = await this.deliveries.giveUpOldest(tx, endpointId, upTo, SLICE);
    await this.lanes.closeEmpty(tx, endpointId, lanes);
    return lanes.length;
  }
}
