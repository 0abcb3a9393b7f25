import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { Moment } from '../../platform/http/moment';
import { Optional } from '../../platform/http/plain-integer';
import { BUCKETS, type Bucket } from '../economy-buckets';

/** A time, and into what it is cut. */
export class PeriodQueryDto {
  @ApiPropertyOptional({ enum: BUCKETS, default: 'day' })
  @Optional()
  @IsIn(BUCKETS)
  bucket: Bucket = 'day';

  @ApiPropertyOptional({
    format: 'date-time',
    description: 'By default 2 days (hours), 30 days, 26 weeks or 365 days (months) before `to`.',
  })
  @Optional()
  @Moment()
  from?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'By default now.' })
  @Optional()
  @Moment()
  to?: string;
}
