import { Global, Module } from '@nestjs/common';
import { DiscoveryModule } from '@nestjs/core';
import { OutboxHorizon } from './outbox-horizon';
import { OutboxLog } from './outbox-log';
import { OutboxMetrics } from './outbox-metrics';
import { OutboxParkedRepository } from './outbox-parked.repository';
import { OutboxParking } from './outbox-parking';
import { OutboxReaders } from './outbox-readers';
import { OutboxRegistry } from './outbox-registry';
import { OutboxRetention } from './outbox-retention';
import { OutboxRetentionRepository } from './outbox-retention.repository';
import { OutboxSignal } from './outbox-signal';
import { OutboxStatusRepository } from './outbox-status.repository';
import { OutboxWorker } from './outbox-worker';
import { OutboxController } from './outbox.controller';
import { OutboxRepository } from './outbox.repository';
import { OutboxService } from './outbox.service';

@Global()
@Module({
  imports: [DiscoveryModule],
  controllers: [OutboxController],
  providers: [
    OutboxService,
    OutboxSignal,
    OutboxRegistry,
    OutboxRepository,
    OutboxParkedRepository,
    OutboxHorizon,
    OutboxLog,
    OutboxReaders,
    OutboxParking,
    OutboxWorker,
    OutboxStatusRepository,
    OutboxMetrics,
    OutboxRetention,
    OutboxRetentionRepository,
  ],
  exports: [OutboxService],
})
export class OutboxModule {}
