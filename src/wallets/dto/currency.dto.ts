import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsBoolean, IsIn, Matches, ValidateBy } from 'class-validator';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../wallets.service';

const MAX_NAME = 60;

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

  /** Decimal places between the smallest unit, which all amounts count, and the one that people name. */
  @PlainInteger({ min: 0, max: 4, optional: true, example: 0 })
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
