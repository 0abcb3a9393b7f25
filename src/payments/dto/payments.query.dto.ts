import { ApiPropertyOptional } from '@nestjs/swagger';
import { Transform } from 'class-transformer';
import { IsBoolean, IsIn, Matches } from 'class-validator';
import type { OrderStatus } from '../../orders/order-moves';
import { ORDER_STATUSES } from '../../orders/orders.service';
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

  @ApiPropertyOptional({ enum: ORDER_STATUSES, description: 'Where the order is.' })
  @Optional()
  @IsIn(ORDER_STATUSES)
  orderStatus?: OrderStatus;

  @ApiPropertyOptional({
    example: '1a2b3c4d',
    description: 'As players are told it: the last 8 characters of the order’s id.',
  })
  @Optional()
  @Transform(({ value }: { value: unknown }) => (typeof value === 'string' ? value.toLowerCase() : value))
  @Matches(/^[0-9a-f]{8}$/)
  orderNumber?: string;
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
