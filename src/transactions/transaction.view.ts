import { ApiProperty } from '@nestjs/swagger';
import { TRANSACTION_KINDS, TRANSACTION_STATUSES, type Transaction } from './transaction.entity';
import type { TransactionRow } from './transactions.repository';

const integer = { type: 'integer', format: 'int64' } as const;

/** A transaction as the API shows it, in histories and in receipts. */
export class TransactionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: TRANSACTION_KINDS })
  kind: string;

  @ApiProperty({ enum: TRANSACTION_STATUSES })
  status: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  productId: string | null;

  @ApiProperty({ ...integer, nullable: true })
  quantity: number | null;

  @ApiProperty({ type: String, nullable: true, example: 'COIN' })
  currency: string | null;

  @ApiProperty({ ...integer, nullable: true, description: 'The whole sum in smallest units.', example: 100 })
  amount: number | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was refused.', example: null })
  failureCode: string | null;

  @ApiProperty({ type: String, nullable: true, example: null })
  reason: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export function viewOf(transaction: Transaction | TransactionRow): TransactionView {
  const { id, kind, status, productId, quantity, currency, amount, failureCode, reason, createdAt } = transaction;
  return {
    id,
    kind,
    status,
    productId,
    quantity,
    currency,
    amount,
    failureCode,
    reason,
    createdAt: typeof createdAt === 'string' ? createdAt : createdAt.toISOString(),
  };
}
