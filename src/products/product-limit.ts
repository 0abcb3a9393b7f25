import { ApiProperty } from '@nestjs/swagger';

/** Calendar periods in UTC; weeks begin on Mondays (ISO 8601). */
export const LIMIT_PERIODS = ['lifetime', 'day', 'week', 'month'] as const;
export type LimitPeriod = (typeof LIMIT_PERIODS)[number];

/** How many of a product one player may take, in all or in each period. */
export class ProductLimit {
  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, example: 1 })
  quantity: number;

  @ApiProperty({ enum: LIMIT_PERIODS, example: 'day' })
  period: LimitPeriod;
}

/** Null: no bound. */
export function limitOf(product: {
  limitQuantity: number | null;
  limitPeriod: LimitPeriod | null;
}): ProductLimit | null {
  const { limitQuantity: quantity, limitPeriod: period } = product;
  return quantity === null || period === null ? null : { quantity, period };
}
