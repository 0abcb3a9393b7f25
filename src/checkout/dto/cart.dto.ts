import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { Type } from 'class-transformer';
import { IsIn, IsObject, Matches, ValidateNested } from 'class-validator';
import { InvalidRequest } from '../../platform/errors/platform.errors';
import { Id } from '../../platform/http/id';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { MAX_QUANTITY } from '../../products/products.service';
import { SELLABLE_SOURCES, type SellableSource } from '../../sellables/sellables.service';
import { type Good, productGood, sellableGood } from '../good';

class SellableDto {
  @ApiProperty({ enum: SELLABLE_SOURCES, example: 'ambassador' })
  @IsIn(SELLABLE_SOURCES)
  source: SellableSource;

  @ApiProperty({ example: '7', description: 'As its owner writes it: decimal digits, up to 2^63-1.' })
  @Matches(/^[1-9]\d{0,18}$/)
  id: string;
}

export class GoodDto {
  @ApiPropertyOptional({ description: 'Either this or `sellable`.' })
  @Optional()
  @Id()
  productId?: string;

  @ApiPropertyOptional({ type: SellableDto, description: 'A good that is owned elsewhere.' })
  @Optional()
  @IsObject()
  @ValidateNested()
  @Type(() => SellableDto)
  sellable?: SellableDto;
}

export class AddToCartDto extends GoodDto {
  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true, example: 1 })
  quantity: number = 1;
}

export class ChangeCartLineDto {
  @PlainInteger({ min: 1, max: MAX_QUANTITY, example: 2 })
  quantity: number;
}

/** @throws InvalidRequest unless exactly one good is named */
export function goodOf({ productId, sellable }: GoodDto): Good {
  if (productId !== undefined && sellable === undefined) return productGood(productId);
  if (productId === undefined && sellable !== undefined) return sellableGood(sellable);
  const detail = 'either productId or sellable is needed';
  throw new InvalidRequest(`The request is not valid: ${detail}.`, [{ detail, pointer: '' }]);
}
