import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsString, Matches, MaxLength } from 'class-validator';
import { Id } from '../../platform/http/id';
import { Moment } from '../../platform/http/moment';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';

const MAX_ACCOUNT = 100;

export class LedgerQueryDto extends PageQuery {
  @ApiPropertyOptional({ description: 'Only entries in this currency.' })
  @Optional()
  @Matches(/^[A-Z][A-Z0-9_]{1,15}$/)
  currency?: string;

  @ApiPropertyOptional({ description: 'Only entries of this product.' })
  @Optional()
  @Id()
  productId?: string;

  @ApiPropertyOptional({ maxLength: MAX_ACCOUNT, description: 'The other side, such as `sink:purchase`.' })
  @Optional()
  @IsString()
  @MaxLength(MAX_ACCOUNT)
  counterAccount?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'From this moment on.' })
  @Optional()
  @Moment()
  since?: string;

  @ApiPropertyOptional({ format: 'date-time', description: 'Before this moment.' })
  @Optional()
  @Moment()
  until?: string;
}
