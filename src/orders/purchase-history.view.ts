import { ApiProperty } from '@nestjs/swagger';
import { ORDER_STATUSES, type OrderStatus } from './order-moves';

const money = { type: 'integer', format: 'int64', example: 199, description: 'Paid, in smallest units.' } as const;

/** Something that was bought with real money. */
export class PurchasedWithMoney {
  @ApiProperty({ format: 'uuid', description: 'The line of the order.' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  orderId: string;

  @ApiProperty({ enum: ORDER_STATUSES, description: 'Of the order: money may have gone back since.' })
  orderStatus: OrderStatus;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  @ApiProperty({ example: 'day-boost' })
  sku: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  quantity: number;

  @ApiProperty(money)
  unitPrice: number;

  @ApiProperty(money)
  amount: number;

  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ example: 'payme' })
  provider: string;

  @ApiProperty({ format: 'date-time' })
  purchasedAt: string;
}
