import { ApiProperty } from '@nestjs/swagger';
import type { OrderLine } from './order-line.entity';
import { ORDER_STATUSES, type OrderStatus } from './order-moves';
import type { Order } from './order.entity';

const money = { type: 'integer', format: 'int64', example: 199, description: 'In smallest units.' } as const;
const moment = { format: 'date-time', type: String, nullable: true } as const;

/** An order and what was ordered. */
export type OrderWithLines = Order & { lines: OrderLine[] };

/** What a line of a currency pack turns into. */
export class OrderedCoins {
  @ApiProperty({ example: 'COIN' })
  currency: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 500 })
  amount: number;
}

/** A good that is owned elsewhere. */
export class SellableName {
  @ApiProperty({ example: 'ambassador' })
  source: string;

  @ApiProperty({ example: '7' })
  id: string;
}

export class OrderLineView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  productId: string;

  @ApiProperty({ example: 'day-boost' })
  sku: string;

  @ApiProperty({ description: 'What it was called at the checkout.' })
  name: string;

  @ApiProperty({ type: 'integer', format: 'int64', example: 1 })
  quantity: number;

  @ApiProperty(money)
  unitPrice: number;

  @ApiProperty(money)
  amount: number;

  @ApiProperty({ type: OrderedCoins, nullable: true, example: null, description: 'Of a currency pack, in all.' })
  coins: OrderedCoins | null;

  @ApiProperty({ type: SellableName, nullable: true, example: null, description: 'Of a good that is owned elsewhere.' })
  sellable: SellableName | null;
}

export class OrderView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ format: 'uuid' })
  userId: string;

  @ApiProperty({ enum: ORDER_STATUSES })
  status: OrderStatus;

  @ApiProperty({ example: 'payme' })
  provider: string;

  @ApiProperty({ example: 'USD' })
  currency: string;

  @ApiProperty(money)
  total: number;

  @ApiProperty({ ...money, example: 0, description: 'Of what was paid, what went back, in smallest units.' })
  refunded: number;

  @ApiProperty({ type: [OrderLineView] })
  lines: OrderLineView[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time', description: 'Until when it waits to be paid.' })
  expiresAt: string;

  @ApiProperty(moment)
  paidAt: string | null;

  @ApiProperty({ ...moment, description: 'When everything in it was given.' })
  fulfilledAt: string | null;

  @ApiProperty({ ...moment, description: 'When it was cancelled, or expired.' })
  endedAt: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: 'Why somebody of finance looks at it.' })
  attention: string | null;
}

/** @param refunded what of its money went back */
export function orderView(order: OrderWithLines, refunded: number): OrderView {
  const { id, userId, status, provider, currency, total, lines, attention } = order;
  const { createdAt, expiresAt, paidAt, fulfilledAt, endedAt } = order;
  return {
    id,
    userId,
    status,
    provider,
    currency,
    total,
    refunded,
    lines: lines.map(lineView),
    createdAt: createdAt.toISOString(),
    expiresAt: expiresAt.toISOString(),
    paidAt: paidAt?.toISOString() ?? null,
    fulfilledAt: fulfilledAt?.toISOString() ?? null,
    endedAt: endedAt?.toISOString() ?? null,
    attention,
  };
}

function lineView(line: OrderLine): OrderLineView {
  const { id, productId, sku, name, quantity, unitPrice, amount } = line;
  const { coinsCurrency: currency, coinsAmount, sellableSource: source, sellableId } = line;
  return {
    id,
    productId,
    sku,
    name,
    quantity,
    unitPrice,
    amount,
    coins: currency === null || coinsAmount === null ? null : { currency, amount: coinsAmount },
    sellable: source === null || sellableId === null ? null : { source, id: sellableId },
  };
}
