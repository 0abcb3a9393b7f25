import { ApiProperty } from '@nestjs/swagger';
import { SellableName } from '../orders/orders.service';
import type { ProductType } from '../products/product.entity';
import { PRODUCT_TYPES } from '../products/products.service';
import type { CartLine } from './cart-line.entity';
import type { CartWithLines } from './carts.repository';
import { sellableOf } from './good';
import { availableOf, type Offer, type Reason, reasonAgainst, REASONS } from './offer';

const money = {
  type: 'object',
  additionalProperties: { type: 'integer', format: 'int64' },
  example: { USD: 199 },
  description: 'In smallest units, by real currency.',
} as const;

export class CartLineView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({
    type: String,
    format: 'uuid',
    nullable: true,
    description: 'Null for goods that are owned elsewhere.',
  })
  productId: string | null;

  @ApiProperty({ type: SellableName, nullable: true, example: null })
  sellable: SellableName | null;

  @ApiProperty({ example: 'day-boost' })
  sku: string;

  @ApiProperty()
  name: string;

  @ApiProperty({ enum: PRODUCT_TYPES, example: 'permanent' })
  type: ProductType;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  quantity: number;

  @ApiProperty({ ...money, description: 'What one costs now, in smallest units, by real currency.' })
  prices: Record<string, number>;

  @ApiProperty(money)
  amounts: Record<string, number>;

  @ApiProperty({ type: 'integer', format: 'int64', nullable: true, example: null, description: 'Null: no bound.' })
  available: number | null;

  @ApiProperty()
  isAvailable: boolean;

  @ApiProperty({ enum: REASONS, nullable: true, example: null, description: 'Why it cannot be bought now.' })
  reason: Reason | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: '`reason` in words.' })
  message: string | null;
}

/** A cart as it could be bought at this moment. */
export class CartView {
  @ApiProperty({ type: 'integer', format: 'int64', description: 'Grows with every change.' })
  version: number;

  @ApiProperty({ type: [CartLineView] })
  lines: CartLineView[];

  @ApiProperty({
    ...money,
    description: 'For `expectedTotal`: the sum in each currency that every line has a price in.',
  })
  totals: Record<string, number>;
}

const IN_WORDS: Readonly<Record<Reason, string>> = {
  not_on_sale: 'not on sale',
  not_for_money: 'has no price in real money',
  currency_inactive: 'not sold while its currency is not in use',
  already_owned: 'owned already',
  already_ordered: 'ordered already: pay for that order, or cancel it',
  single_only: 'bought one at a time',
  out_of_stock: 'fewer are left',
  limit_reached: 'you may take fewer',
  no_longer_offered: 'not offered any more',
  temporarily_unavailable: 'temporarily unavailable',
};

export function cartView({ version, lines }: CartWithLines, offerOf: (line: CartLine) => Offer): CartView {
  const views = lines.map((line) => lineView(line, offerOf(line)));
  return { version, lines: views, totals: totalsOf(views) };
}

function lineView(line: CartLine, offer: Offer): CartLineView {
  const { id, productId, quantity } = line;
  const { sku, name, type, prices } = offer;
  const reason = reasonAgainst(offer, quantity);
  return {
    id,
    productId,
    sellable: sellableOf(line),
    sku,
    name,
    type,
    quantity,
    prices,
    amounts: exactOnly(Object.entries(prices).map(([currency, price]) => [currency, price * quantity])),
    available: availableOf(offer),
    isAvailable: reason === null,
    reason,
    message: reason === null ? null : IN_WORDS[reason],
  };
}

function totalsOf([first, ...others]: readonly CartLineView[]): Record<string, number> {
  if (first === undefined) return {};
  const currencies = Object.keys(first.amounts).filter((code) => others.every(({ amounts }) => code in amounts));
  const sumIn = (code: string) => [first, ...others].reduce((sum, { amounts }) => sum + amounts[code], 0);
  return exactOnly(currencies.map((code) => [code, sumIn(code)]));
}

/** What is beyond exact counting is beyond buying. */
function exactOnly(amounts: readonly (readonly [currency: string, amount: number])[]): Record<string, number> {
  return Object.fromEntries(amounts.filter(([, amount]) => Number.isSafeInteger(amount)));
}
