import { ApiProperty } from '@nestjs/swagger';
import type { Fulfilment } from './fulfilments';

const integer = { type: 'integer', format: 'int64' } as const;

/** What a player owes for one line of an order whose money went back. */
export class DebtView {
  @ApiProperty({ format: 'uuid' })
  orderId: string;

  @ApiProperty({ format: 'uuid' })
  orderLineId: string;

  @ApiProperty({ type: String, nullable: true, example: 'COIN', description: 'Set when coins are owed.' })
  currency: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Set when items are owed.' })
  productId: string | null;

  @ApiProperty({ ...integer, description: 'What is still owed, in smallest units or items.' })
  owed: number;

  @ApiProperty({ ...integer, description: 'What was taken back of the line, at once or by repayments.' })
  repaid: number;
}

export function debtView({ orderId, orderLineId, currency, productId, owed, taken }: Omit<Fulfilment, 'createdAt'>) {
  return { orderId, orderLineId, currency, productId, owed, repaid: taken } satisfies DebtView;
}
