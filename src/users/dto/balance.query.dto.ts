import { ApiPropertyOptional } from '@nestjs/swagger';
import { Moment } from '../../platform/http/moment';
import { Optional } from '../../platform/http/plain-integer';

export class BalanceQuery {
  @ApiPropertyOptional({ format: 'date-time', description: 'A past moment.' })
  @Optional()
  @Moment()
  at?: string;
}
