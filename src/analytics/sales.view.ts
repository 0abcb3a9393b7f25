import { ApiProperty } from '@nestjs/swagger';
import { ProductSummary } from '../products/products.service';
import { BUCKETS, type Bucket } from './economy-buckets';

const count = { type: 'integer', format: 'int64', example: 42 } as const;

export class MoneyView {
  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty({ ...count, description: 'Orders that money came for.' })
  orders: number;

  @ApiProperty({ example: '12900', description: 'Less what went back since; in smallest units, as decimal text.' })
  revenue: string;
}

class Sold {
  @ApiProperty({ ...count, description: 'Completed purchases for coins.' })
  purchases: number;

  @ApiProperty({ ...count, description: 'The sum of their quantities.' })
  units: number;

  @ApiProperty({ ...count, description: 'Players who paid real money and did not get all of it back.' })
  payers: number;

  @ApiProperty({ type: [MoneyView], description: 'By currency.' })
  money: MoneyView[];
}

export class SalesBucketView extends Sold {
  @ApiProperty({ format: 'date-time' })
  start: string;
}

export class BestSellerView {
  @ApiProperty({ type: ProductSummary })
  product: ProductSummary;

  @ApiProperty(count)
  purchases: number;

  @ApiProperty(count)
  units: number;
}

export class SalesView extends Sold {
  @ApiProperty({ enum: BUCKETS })
  bucket: Bucket;

  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  @ApiProperty({ type: [SalesBucketView] })
  buckets: SalesBucketView[];

  @ApiProperty({ type: [BestSellerView], description: 'The ten that were bought for coins most often.' })
  products: BestSellerView[];
}
