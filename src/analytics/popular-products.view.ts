import { ApiProperty } from '@nestjs/swagger';
import { ProductSummary } from '../products/products.service';

class SoldProduct extends ProductSummary {
  @ApiProperty({
    type: 'integer',
    format: 'int64',
    nullable: true,
    example: 100,
    description: 'In the default currency, if it has a price in it.',
  })
  price: number | null;
}

class PopularProduct {
  @ApiProperty()
  product: SoldProduct;

  @ApiProperty({ type: 'integer', format: 'int64', example: 42, description: 'Completed purchases.' })
  purchases: number;

  @ApiProperty({ type: 'integer', format: 'int64', example: 57, description: 'The sum of their quantities.' })
  units: number;
}

export class PopularProductsView {
  @ApiProperty({ type: [PopularProduct] })
  items: PopularProduct[];

  @ApiProperty({ format: 'date-time', description: 'The full hour at which the window begins.' })
  since: string;

  @ApiProperty({ format: 'date-time', description: 'When this was counted.' })
  until: string;
}
