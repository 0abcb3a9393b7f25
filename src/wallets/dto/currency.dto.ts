import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, Matches, MaxLength } from 'class-validator';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../wallets.service';

const MAX_NAME = 60;
const NAME = /^(?=.*\S)[^\p{Cc}\p{Cs}]+$/u;
const NAME_RULE = { message: 'must be text, not blank, without control characters' };

export class CreateCurrencyDto {
  @ApiProperty({ example: 'GEM', pattern: CURRENCY_CODE.source })
  @Matches(CURRENCY_CODE)
  code: string;

  @ApiProperty({ example: 'Gem', maxLength: MAX_NAME })
  @MaxLength(MAX_NAME)
  @Matches(NAME, NAME_RULE)
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
  @ApiPropertyOptional({ example: 'Coin', maxLength: MAX_NAME })
  @Optional()
  @MaxLength(MAX_NAME)
  @Matches(NAME, NAME_RULE)
  name?: string;

  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true })
  maxBalance?: number;

  @ApiPropertyOptional()
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}
