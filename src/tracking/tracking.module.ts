import { Module } from '@nestjs/common';
import { TransactionsModule } from '../transactions/transactions.module';
import { EstablishedTypesQuery } from './established-types.query';
import { EventAllowances } from './event-allowances';
import { EventErasure } from './event-erasure';
import { EventErasuresRepository } from './event-erasures.repository';
import { EventPartitionsRepository } from './event-partitions.repository';
import { EventPartitions } from './event-partitions.service';
import { EventRecording } from './event-recording.service';
import { EventStatsController } from './event-stats.controller';
import { EventStatsQuery } from './event-stats.query';
import { EventStats } from './event-stats.service';
import { EventTypeNames } from './event-type-names.service';
import { EventsController } from './events.controller';
import { EventsQuery } from './events.query';
import { EventsRepository } from './events.repository';
import { EventsService } from './events.service';
import { TrackingMetrics } from './tracking.metrics';

const recording = [
  EventRecording,
  EventAllowances,
  EventTypeNames,
  EstablishedTypesQuery,
  EventsRepository,
  TrackingMetrics,
];
const days = [EventPartitions, EventPartitionsRepository];
const reading = [EventsService, EventsQuery, EventStats, EventStatsQuery];
const erasing = [EventErasure, EventErasuresRepository];

@Module({
  imports: [TransactionsModule],
  controllers: [EventStatsController, EventsController],
  providers: [...recording, ...days, ...reading, ...erasing],
  exports: [EventsService, EventRecording],
})
export class TrackingModule {}
