import { ApiProperty } from '@nestjs/swagger';
import { exact } from '../platform/database/bigint';
import type { LedgerLine } from './ledger.query';
import { TRANSACTION_KINDS, type TransactionKind } from './transaction.entity';

const integer = { type: 'integer', format: 'int64' } as const;
const id = { type: String, format: 'uuid', nullable: true } as const;

/** One posting of a player: double entry in one row. */
export class LedgerEntryView {
  @ApiProperty({ ...integer, description: 'The number of the entry; a player’s have no gaps.' })
  seq: number;

  @ApiProperty({ format: 'uuid' })
  transactionId: string;

  @ApiProperty({ enum: TRANSACTION_KINDS })
  kind: TransactionKind;

  @ApiProperty({ type: String, nullable: true, example: 'daily_login' })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true, example: 'COIN', description: 'Either this or `productId`.' })
  currency: string | null;

  @ApiProperty(id)
  productId: string | null;

  @ApiProperty({ ...integer, description: 'By how much the holding moved; negative when something left.' })
  amount: number;

  @ApiProperty({ ...integer, description: 'What was held then.' })
  balanceAfter: number;

  @ApiProperty({ example: 'sink:purchase', description: 'The account that moved by the opposite.' })
  counterAccount: string;

  @ApiProperty({
    type: String,
    nullable: true,
    description: 'What it came from: for staff and services.',
    example: null,
  })
  source: string | null;

  @ApiProperty({ ...id, description: 'Who did it: for staff and services, and for players where it was themselves.' })
  actorId: string | null;

  @ApiProperty({ ...id, description: 'The second person, where there had to be one: for staff and services.' })
  approverId: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

/** @param forStaff players are not told who of the staff it was */
export function ledgerEntryView(line: LedgerLine, userId: string, forStaff: boolean): LedgerEntryView {
  const { transactionId, kind, reason, currency, productId, counterAccount, actorId, approverId, createdAt } = line;
  return {
    seq: exact(line.seq),
    transactionId,
    kind,
    reason,
    currency,
    productId,
    amount: exact(line.amount),
    balanceAfter: exact(line.balanceAfter),
    counterAccount,
    source: forStaff ? line.source : null,
    actorId: forStaff || actorId === userId ? actorId : null,
    approverId: forStaff ? approverId : null,
    createdAt: createdAt.toISOString(),
  };
}
