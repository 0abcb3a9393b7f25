import { Module } from '@nestjs/common';
import { TypeOrmModule } from '@nestjs/typeorm';
import { NotificationsModule } from '../notifications/notifications.module';
import { HostsFile } from './hosts-file';
import { QueueWebhooks } from './queue-webhooks';
import { WebhookBacklog } from './webhook-backlog';
import { WebhookConnections } from './webhook-connections';
import { WebhookCourier } from './webhook-courier';
import { WebhookDeliveriesController } from './webhook-deliveries.controller';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { WebhookDeliveriesService } from './webhook-deliveries.service';
import { WebhookEndpoint } from './webhook-endpoint.entity';
import { WebhookEndpointsController } from './webhook-endpoints.controller';
import { WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { WebhookEndpointsService } from './webhook-endpoints.service';
import { WebhookErasures } from './webhook-erasures.service';
import { WebhookHealthQuery } from './webhook-health.query';
import { WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhookLogQuery } from './webhook-log.query';
import { WebhookNames } from './webhook-names';
import { WebhookRequest } from './webhook-request';
import { WebhookRetention } from './webhook-retention';
import { WebhookSecrets } from './webhook-secrets';
import { WebhookSender } from './webhook-sender';
import { WebhookTarget } from './webhook-target';
import { WebhooksMetrics } from './webhooks.metrics';

const asking = [WebhookEndpointsService, WebhookDeliveriesService, WebhookLogQuery, WebhookHealthQuery];
const keeping = [
  WebhookEndpointsRepository,
  WebhookDeliveriesRepository,
  WebhookLanesRepository,
  WebhookRetention,
  WebhookBacklog,
];
const sending = [QueueWebhooks, WebhookSender, WebhookCourier, WebhookSecrets];
const connecting = [WebhookRequest, WebhookConnections, WebhookTarget, WebhookNames, HostsFile];

@Module({
  imports: [TypeOrmModule.forFeature([WebhookEndpoint]), NotificationsModule],
  controllers: [WebhookEndpointsController, WebhookDeliveriesController],
  providers: [...asking, ...keeping, ...sending, ...connecting, WebhookErasures, WebhooksMetrics],
  exports: [WebhookErasures],
})
export class WebhooksModule {}
