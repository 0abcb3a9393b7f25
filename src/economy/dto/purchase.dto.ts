import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Id } from '../../platform/http/id';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { MAX_QUANTITY } from '../../products/products.service';
import { CURRENCY_CODE, DEFAULT_CURRENCY } from '../../wallets/wallets.service';

const UUID_EXAMPLE = '0199c000-0000-7000-8000-000000000001';

export class PurchaseDto {
  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;

  @ApiPropertyOptional({ example: DEFAULT_CURRENCY, description: 'The virtual currency to pay with.' })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;

  /** The whole sum the buyer was shown; another price is refused with 409 `product.price_changed`. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  expectedAmount?: number;

  @ApiPropertyOptional({ description: 'Whose purchase it is; for `service` and `admin`. Players buy for themselves.' })
  @Optional()
  @Id({ orMe: true })
  userId?: string;
}

/** The form of the earlier system, with the product in the body. */
export class PurchaseByIdDto extends PurchaseDto {
  @ApiProperty({ example: UUID_EXAMPLE })
  @Id()
  productId: string;
}

export class UseDto {
  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;

  @ApiPropertyOptional({ description: 'Whose item is used; for `service` and `admin`.' })
  @Optional()
  @Id({ orMe: true })
  userId?: string;
}

/** The form of the earlier system, with the product in the body. */
export class UseByIdDto extends UseDto {
  @ApiProperty({ example: UUID_EXAMPLE })
  @Id()
  productId: string;
}
