import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, Matches } from 'class-validator';
import { Id } from '../../platform/http/id';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';

const asBoolean = ({ value }: { value: unknown }) => (value === 'true' ? true : value === 'false' ? false : value);

export class PaymentsQuery extends PageQuery {
  @ApiPropertyOptional({ type: Boolean, description: '`true`: only those that finance must look at.' })
  @Optional()
  @Transform(asBoolean)
  @IsBoolean()
  attention?: boolean;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Id()
  userId?: string;

  @ApiPropertyOptional({ example: 'payme' })
  @Optional()
  @Matches(/^[a-z]{1,32}$/)
  provider?: string;
}

export class NotificationsQuery extends PageQuery {
  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Id()
  orderId?: string;

  @ApiPropertyOptional({ format: 'uuid' })
  @Optional()
  @Id()
  userId?: string;
}
