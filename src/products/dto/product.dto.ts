import { ApiProperty, ApiPropertyOptional, OmitType, PartialType } from '@nestjs/swagger';
import { IsBoolean, IsIn, IsUrl, MaxLength, ValidateBy, ValidateIf } from 'class-validator';
import { isId } from '../../platform/http/id';
import { isPlainInteger, Optional } from '../../platform/http/plain-integer';
import { CURRENCY_CODE } from '../../wallets/wallets.service';
import { type LocalizedTexts, PRODUCT_TYPES } from '../product.entity';
import { LIMIT_PERIODS, type LimitPeriod, ProductLimit } from '../product-limit';
import { isObject, isText, ObjectOf, ObjectWithin } from './bounded-object';

const integer = { type: 'integer', format: 'int64' } as const;
const amounts = { type: 'object', additionalProperties: integer } as const;
const text = { type: 'string' } as const;
const texts = {
  type: 'object',
  additionalProperties: { type: 'object', properties: { name: text, description: text } },
} as const;
const MAX_NAME = 200;
const MAX_DESCRIPTION = 4_000;
const MAX_METADATA_BYTES = 4_000;
const MAX_LOCALIZED_BYTES = 64_000;

const SKU = /^[A-Za-z0-9][A-Za-z0-9._:-]{0,99}$/;
const SKU_RULE = 'must be 1 to 100 of letters, digits, `.`, `_`, `-` and `:`, and no id';

/** Where a product is named by id or SKU, nobody must wonder which it is. */
const isSku = (text: unknown) => typeof text === 'string' && SKU.test(text) && !isId(text);

const isPrice = (currency: string, amount: unknown) =>
  CURRENCY_CODE.test(currency) && isPlainInteger(amount, { min: 1, max: Number.MAX_SAFE_INTEGER });

const isVariant = (tag: string, texts: unknown) =>
  /^[A-Za-z]{2,8}(-[A-Za-z0-9]{1,8})*$/.test(tag) &&
  isObject(texts) &&
  Object.entries(texts).every(
    ([field, text]) =>
      (field === 'name' && isText(text, MAX_NAME)) || (field === 'description' && isText(text, MAX_DESCRIPTION)),
  );

const isLimit = (limit: unknown) =>
  isObject(limit) &&
  Object.keys(limit).length === 2 &&
  isPlainInteger(limit.quantity, { min: 1, max: Number.MAX_SAFE_INTEGER }) &&
  LIMIT_PERIODS.includes(limit.period as LimitPeriod);

export class CreateProductDto {
  @ApiProperty({
    example: 'golden-key',
    pattern: SKU.source,
    description: 'Your own name for the product, found in any case. It must not look like an id.',
  })
  @ValidateBy({ name: 'sku', validator: { validate: isSku, defaultMessage: () => SKU_RULE } })
  sku: string;

  @ApiProperty({ example: 'Golden key', maxLength: MAX_NAME })
  @ValidateBy({
    name: 'name',
    validator: { validate: (v) => isText(v, MAX_NAME), defaultMessage: () => `must be 1 to ${MAX_NAME} characters` },
  })
  name: string;

  @ApiPropertyOptional({ maxLength: MAX_DESCRIPTION, example: 'Opens one chest.' })
  @Optional()
  @MaxLength(MAX_DESCRIPTION)
  description?: string;

  @ApiPropertyOptional({
    ...texts,
    example: { ru: { name: 'Золотой ключ' } },
    description: 'Texts by language tag (BCP 47). `{}` says that the texts above are in that language.',
  })
  @Optional()
  @ObjectWithin(MAX_LOCALIZED_BYTES)
  @ObjectOf(isVariant, 'must map language tags to {name?, description?}')
  localized?: LocalizedTexts;

  @ApiPropertyOptional({ nullable: true, type: String, example: 'https://cdn.example.com/golden-key.png' })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @IsUrl({ protocols: ['https', 'http'], require_protocol: true })
  @MaxLength(2_000)
  imageUrl?: string | null;

  @ApiPropertyOptional({
    type: 'object',
    additionalProperties: true,
    example: { rarity: 'common' },
    description: `At most ${MAX_METADATA_BYTES} bytes as JSON.`,
  })
  @Optional()
  @ObjectWithin(MAX_METADATA_BYTES)
  metadata?: Record<string, unknown>;

  @ApiProperty({ enum: PRODUCT_TYPES, example: 'consumable' })
  @IsIn(PRODUCT_TYPES)
  type: (typeof PRODUCT_TYPES)[number];

  @ApiProperty({
    ...amounts,
    example: { COIN: 100 },
    description: 'Amounts in smallest units by currency; at least one.',
  })
  @ObjectOf(isPrice, 'must map currency codes to whole numbers above 0')
  @ValidateBy({
    name: 'hasPrice',
    validator: {
      validate: (v) => isObject(v) && Object.keys(v).length >= 1 && Object.keys(v).length <= 50,
      defaultMessage: () => 'must hold 1 to 50 prices',
    },
  })
  prices: Record<string, number>;

  @ApiPropertyOptional({
    ...amounts,
    description: 'What a currency pack turns into: required for packs, refused for others. One virtual currency.',
  })
  @ValidateIf(({ type }: CreateProductDto, value) => type === 'currency_pack' || value !== undefined)
  @ObjectOf(isPrice, 'must map a currency code to a whole number above 0')
  @ValidateBy({
    name: 'isOne',
    validator: {
      validate: (v) => isObject(v) && Object.keys(v).length === 1,
      defaultMessage: () => 'must hold one currency',
    },
  })
  contents?: Record<string, number>;

  @ApiPropertyOptional({
    ...integer,
    nullable: true,
    minimum: 0,
    maximum: Number.MAX_SAFE_INTEGER,
    example: null,
    description: 'How many may be sold, with those sold since a stock was first set; null: no bound.',
  })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @ValidateBy({
    name: 'stock',
    validator: {
      validate: (v) => isPlainInteger(v, { min: 0, max: Number.MAX_SAFE_INTEGER }),
      defaultMessage: () => 'must be a whole number from 0 on, or null',
    },
  })
  stock?: number | null;

  @ApiPropertyOptional({ type: ProductLimit, nullable: true, description: 'What one player may take; null: no bound.' })
  @ValidateIf((_, value) => value !== undefined && value !== null)
  @ValidateBy({
    name: 'limitPerPlayer',
    validator: {
      validate: isLimit,
      defaultMessage: () => `must be {quantity, period: ${LIMIT_PERIODS.join(' | ')}} or null`,
    },
  })
  limitPerPlayer?: ProductLimit | null;

  @ApiPropertyOptional({ default: true })
  @Optional()
  @IsBoolean()
  isActive?: boolean;
}

/** What may change; a product keeps its type, since players own it as what it was sold as. */
export class ChangeProductDto extends PartialType(OmitType(CreateProductDto, ['type']), {
  skipNullProperties: false,
}) {}
