import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Matches, ValidateBy } from 'class-validator';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../../wallets/wallets.service';
import { isReturnUrl, MAX_RETURN_URL } from '../return-url';

export class CheckoutDto {
  @ApiProperty({ example: 'sandbox', description: '`payme`, `xsolla` or `sandbox`, as far as they are set up.' })
  @Matches(/^[a-z][a-z0-9_-]{0,31}$/)
  provider: string;

  @ApiProperty({ example: 'USD' })
  @Matches(CURRENCY_CODE)
  currency: string;

  /** The sum that the player was shown; without it every price must be the one that they were last told. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  expectedTotal?: number;

  @ApiPropertyOptional({
    maxLength: MAX_RETURN_URL,
    example: 'https://game.example.com/shop/orders/{orderId}',
    description:
      'Where the browser goes after the payment; `{orderId}` behind the host becomes the order’s id. In production one ' +
      'that begins as `RETURN_URLS` allows.',
  })
  @Optional()
  @ValidateBy({
    name: 'returnUrl',
    validator: {
      validate: isReturnUrl,
      defaultMessage: () => `must be an http or https address of up to ${MAX_RETURN_URL} characters without ;`,
    },
  })
  returnUrl?: string;
}
