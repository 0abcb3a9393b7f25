import { ApiProperty } from '@nestjs/swagger';
import { EVENT_BUCKETS, type EventBucket } from './event-time';

const integer = { type: 'integer', format: 'int64', example: 42 } as const;

class EventTypeCount {
  @ApiProperty({ example: 'level_complete' })
  eventType: string;

  @ApiProperty(integer)
  count: number;
}

class EventBucketCount extends EventTypeCount {
  @ApiProperty({ format: 'date-time', description: 'When the bucket begins.' })
  start: string;
}

export class EventStatsView {
  @ApiProperty({ enum: ['self', 'all'], description: 'Whose events were counted.' })
  scope: 'self' | 'all';

  @ApiProperty({ enum: EVENT_BUCKETS })
  bucket: EventBucket;

  @ApiProperty({ format: 'date-time' })
  since: string;

  @ApiProperty({ format: 'date-time' })
  until: string;

  @ApiProperty({ ...integer, description: 'Of all types, those too that are not listed.' })
  total: number;

  @ApiProperty({ type: [EventTypeCount], description: 'The most frequent types.' })
  stats: EventTypeCount[];

  @ApiProperty({ type: [EventBucketCount], description: 'Of those types, oldest first; empty buckets are left out.' })
  buckets: EventBucketCount[];
}
