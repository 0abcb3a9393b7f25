import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE, DEFAULT_CURRENCY } from '../../wallets/wallets.service';

export class AddFundsDto {
  /** In smallest units; `MAX_TOP_UP` bounds it further. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, example: 500 })
  amount: number;

  @ApiPropertyOptional({ example: DEFAULT_CURRENCY })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;
}
