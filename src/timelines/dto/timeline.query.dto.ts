import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';
import { TIMELINE_KINDS, type TimelineKind } from '../timeline-row';

export class TimelineQueryDto extends PageQuery {
  @ApiPropertyOptional({ enum: TIMELINE_KINDS, description: 'Only these.' })
  @Optional()
  @IsIn(TIMELINE_KINDS)
  kind?: TimelineKind;
}
