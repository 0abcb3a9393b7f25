import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches } from 'class-validator';
import { Moment } from '../../platform/http/moment';
import { IntegerText, Optional } from '../../platform/http/plain-integer';
import { EVENT_TYPE } from '../event-draft';
import { EVENT_BUCKETS, type EventBucket } from '../event-time';

export class EventStatsQueryDto {
  @ApiPropertyOptional({ enum: EVENT_BUCKETS, default: 'day' })
  @Optional()
  @IsIn(EVENT_BUCKETS)
  bucket: EventBucket = 'day';

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'Down to the beginning of its bucket. By default 24 hours, or 7 days, before `until`.',
  })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Up to the end of its bucket. By default now.' })
  @Optional()
  @Moment()
  until?: string;

  @ApiPropertyOptional({ description: 'Only events of this type.' })
  @Optional()
  @Matches(EVENT_TYPE, { message: 'must be 1 to 100 letters, digits, "_", "." or "-"' })
  type?: string;

  /** The most frequent ones. */
  @IntegerText({ min: 1, max: 1_000, optional: true, example: 20 })
  limit: number = 20;
}
