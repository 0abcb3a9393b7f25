import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { Optional } from '../../platform/http/plain-integer';
import { CURRENCY_CODE, DEFAULT_CURRENCY } from '../../wallets/wallets.service';
import { PeriodQueryDto } from './period.query.dto';

export class EconomyQueryDto extends PeriodQueryDto {
  @ApiPropertyOptional({ example: DEFAULT_CURRENCY })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency: string = DEFAULT_CURRENCY;
}
