import { ApiProperty } from '@nestjs/swagger';
import type { Currency } from './currency.entity';

/** A currency as everybody sees it. */
export class CurrencyView {
  @ApiProperty({ example: 'COIN' })
  code: string;

  @ApiProperty({ example: 'Coin' })
  name: string;

  @ApiProperty({ enum: ['virtual', 'real'] })
  kind: 'virtual' | 'real';

  @ApiProperty({ type: 'integer', description: 'Decimal places of the unit people name; amounts count the smallest.' })
  scale: number;

  @ApiProperty({ type: 'integer', format: 'int64', description: 'The most one wallet may hold, in smallest units.' })
  maxBalance: number;

  @ApiProperty({ description: 'False: what is held stays, but nothing comes in and nothing is sold for it.' })
  isActive: boolean;
}

export function currencyView({ code, name, kind, scale, maxBalance, isActive }: Currency): CurrencyView {
  return { code, name, kind, scale, maxBalance, isActive };
}
