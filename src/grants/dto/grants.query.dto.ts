import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';
import { GRANT_STATUSES, type GrantStatus } from '../grant.entity';

export class GrantsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: GRANT_STATUSES, description: '`pending`: those that wait for a second person.' })
  @Optional()
  @IsIn(GRANT_STATUSES)
  status?: GrantStatus;
}
