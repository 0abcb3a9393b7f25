import { ApiProperty } from '@nestjs/swagger';
import { wantedVariant } from '../platform/http/accept-language';
import { DEFAULT_CURRENCY } from '../wallets/wallets.service';
import type { LocalizedTexts, Product } from './product.entity';
import { limitOf, ProductLimit } from './product-limit';
import { ProductSummary } from './product-summary';

const integer = { type: 'integer', format: 'int64' } as const;
const amounts = { type: 'object', additionalProperties: integer } as const;
const texts = { type: 'object', properties: { name: { type: 'string' }, description: { type: 'string' } } } as const;

/** A product as the API shows it, in the language of the request. */
export class ProductView extends ProductSummary {
  @ApiProperty()
  description: string;

  @ApiProperty({ type: 'object', additionalProperties: texts, example: { en: { name: 'Day boost' } } })
  localized: LocalizedTexts;

  @ApiProperty({ type: String, nullable: true })
  imageUrl: string | null;

  @ApiProperty({ type: 'object', additionalProperties: true })
  metadata: Record<string, unknown>;

  @ApiProperty({ ...amounts, example: { COIN: 100 }, description: 'Amounts in smallest units by currency.' })
  prices: Record<string, number>;

  @ApiProperty({ type: 'integer', nullable: true, example: 100, description: 'The price in the default currency.' })
  price: number | null;

  @ApiProperty({
    ...amounts,
    nullable: true,
    example: null,
    description: 'What a currency pack turns into, in smallest units by currency; null for other products.',
  })
  contents: Record<string, number> | null;

  @ApiProperty({
    ...integer,
    nullable: true,
    example: null,
    description: 'How many may be sold, with those sold since a stock was first set; null: no bound.',
  })
  stock: number | null;

  @ApiProperty({ ...integer, nullable: true, example: null, description: 'How many of the stock are left.' })
  available: number | null;

  @ApiProperty({ type: ProductLimit, nullable: true, example: null, description: 'What one player may take.' })
  limitPerPlayer: ProductLimit | null;

  @ApiProperty()
  isActive: boolean;

  @ApiProperty({ type: 'integer', description: 'For `If-Match`.' })
  version: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

/** @param taken how many of its stock were taken */
export function viewOf(
  product: Product,
  prices: Record<string, number>,
  contents: Record<string, number> | null,
  taken: number,
  languages: readonly string[],
): ProductView {
  const texts = wantedVariant(product.localized, languages) ?? {};
  return {
    id: product.id,
    sku: product.sku,
    name: texts.name ?? product.name,
    description: texts.description ?? product.description,
    localized: product.localized,
    imageUrl: product.imageUrl,
    metadata: product.metadata,
    type: product.type,
    prices,
    price: prices[DEFAULT_CURRENCY] ?? null,
    contents,
    stock: product.stock,
    available: product.stock === null ? null : Math.max(product.stock - taken, 0),
    limitPerPlayer: limitOf(product),
    isActive: product.isActive,
    version: product.version,
    createdAt: product.createdAt.toISOString(),
    updatedAt: product.updatedAt.toISOString(),
  };
}
