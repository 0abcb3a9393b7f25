import { ApiProperty } from '@nestjs/swagger';
import type { ProductType } from './product.entity';

/** A product as it appears inside other things: what a receipt, an inventory or a list of sales names. */
export class ProductSummary {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'day-boost' })
  sku: string;

  @ApiProperty({ example: 'Буст на день' })
  name: string;

  @ApiProperty({ enum: ['consumable', 'permanent', 'currency_pack'] })
  type: ProductType;
}
