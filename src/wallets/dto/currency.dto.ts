import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, Matches, ValidateBy, ValidateIf } from 'class-validator';
import { OneLine } from '../../platform/http/one-line';
import { isPlainInteger, Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../wallets.service';

const MAX_NAME = 60;
const MAX_SCALE = 4;

/** ISO 4217. */
const REAL_CODE = /^[A-Z]{3}$/;

const isRealCode = (currency: object | undefined) =>
  currency !== undefined && 'code' in currency && REAL_CODE.test(String(currency.code));

export class CreateCurrencyDto {
  @ApiProperty({ example: 'GEM', pattern: CURRENCY_CODE.source })
  @Matches(CURRENCY_CODE)
  code: string;

  @OneLine(MAX_NAME, { example: 'Gem' })
  name: string;

  @ApiPropertyOptional({
    enum: ['virtual', 'real'],
    default: 'virtual',
    description: 'Real money (ISO 4217) is what products are sold for; nobody has a wallet in it.',
  })
  @Optional()
  @IsIn(['virtual', 'real'])
  @ValidateBy({
    name: 'isoCode',
    validator: {
      validate: (kind, args) => kind !== 'real' || isRealCode(args?.object),
      defaultMessage: () => 'real needs a code of three letters (ISO 4217)',
    },
  })
  kind?: 'virtual' | 'real';

  @ApiPropertyOptional({
    type: 'integer',
    minimum: 0,
    maximum: MAX_SCALE,
    default: 0,
    description: 'Decimal places of the unit that people name. Required for real money, where a wrong guess is costly.',
  })
  @ValidateIf(({ kind }: CreateCurrencyDto, value) => kind === 'real' || value !== undefined)
  @ValidateBy({
    name: 'scale',
    validator: {
      validate: (scale) => isPlainInteger(scale, { min: 0, max: MAX_SCALE }),
      defaultMessage: () => `must be a whole number from 0 to ${MAX_SCALE}`,
    },
  })
  scale?: number;

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
