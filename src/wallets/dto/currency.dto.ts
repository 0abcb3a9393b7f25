import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, Matches } from 'class-validator';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../wallets.service';

const MAX_NAME = 60;

export class CreateCurrencyDto {
  @ApiProperty({ example: 'GEM', pattern: CURRENCY_CODE.source })
  @Matches(CURRENCY_CODE)
  code: string;

  @OneLine(MAX_NAME, { example: 'Gem' })
  name: string;

  /** The most one wallet may hold, in smallest units. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, example: 1_000_000 })
  maxBalance: number;

  @ApiPropertyOptional({ default: true })
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}

export class ChangeCurrencyDto {
  @OneLine(MAX_NAME, { optional: true, example: 'Coin' })
  name?: string;

  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  maxBalance?: number;

  @ApiPropertyOptional()
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}
