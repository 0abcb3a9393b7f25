import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, Matches, MaxLength, MinLength } from 'class-validator';
import { PageQuery } from '../../platform/http/page';
import { Optional } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../../wallets/wallets.service';
import { PRODUCT_TYPES } from '../product.entity';

export class ProductsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: PRODUCT_TYPES })
  @Optional()
  @IsIn(PRODUCT_TYPES)
  type?: (typeof PRODUCT_TYPES)[number];

  @ApiPropertyOptional({ enum: ['true', 'false', 'all'], description: 'Staff only; others see active products.' })
  @Optional()
  @IsIn(['true', 'false', 'all'])
  active: 'true' | 'false' | 'all' = 'true';

  @ApiPropertyOptional({ example: 'COIN', description: 'Only products with a price in this currency.' })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency?: string;

  @ApiPropertyOptional({ description: 'Part of a name or SKU, in any case.' })
  @Optional()
  @MinLength(1)
  @MaxLength(100)
  text?: string;
}
