import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Moment } from '../../platform/http/moment';
import { Optional } from '../../platform/http/plain-integer';
import {
  TRANSACTION_KINDS,
  TRANSACTION_STATUSES,
  type TransactionKind,
  type TransactionStatus,
} from '../transaction.entity';

export class HistoryQuery extends PageQuery {
  @ApiPropertyOptional({ enum: TRANSACTION_KINDS })
  @Optional()
  @IsIn(TRANSACTION_KINDS)
  kind?: TransactionKind;

  @ApiPropertyOptional({ enum: TRANSACTION_STATUSES })
  @Optional()
  @IsIn(TRANSACTION_STATUSES)
  status?: TransactionStatus;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this moment on.' })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this moment.' })
  @Optional()
  @Moment()
  until?: string;
}
