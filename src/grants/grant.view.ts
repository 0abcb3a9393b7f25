import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { ProductSummary } from '../products/products.service';
import { TransactionView } from '../transactions/transactions.service';
import { type Grant, GRANT_STATUSES, type GrantKind, type GrantStatus } from './grant.entity';

const integer = { type: 'integer', format: 'int64', nullable: true } as const;
const id = { type: String, format: 'uuid', nullable: true } as const;

/** A grant or revocation but for what people wrote about it: answers are kept, and texts must be erasable. */
export class GrantView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['grant', 'revocation'] })
  kind: GrantKind;

  @ApiProperty({ enum: GRANT_STATUSES, description: '`pending`: it waits for a second person.' })
  status: GrantStatus;

  @ApiProperty({ format: 'uuid', description: 'The player.' })
  userId: string;

  @ApiProperty({ type: String, nullable: true, example: 'COIN' })
  currency: string | null;

  @ApiProperty({ ...integer, example: 100, description: 'Of the currency, in smallest units.' })
  amount: number | null;

  @ApiProperty({ ...id, example: null })
  productId: string | null;

  @ApiProperty({ ...integer, example: null, description: 'Of the product.' })
  quantity: number | null;

  @ApiProperty({ format: 'uuid' })
  requestedBy: string;

  @ApiProperty({ format: 'date-time' })
  requestedAt: string;

  @ApiProperty({ ...id, description: 'The second person; null while it waits, and where none was needed.' })
  decidedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  decidedAt: string | null;

  @ApiProperty({ ...id, description: 'Null unless it is `executed`.' })
  transactionId: string | null;
}

/** With what staff wrote; null once the player was erased. */
export class GrantDetails extends GrantView {
  @ApiProperty({ type: String, nullable: true })
  reason: string | null;

  @ApiProperty({ type: String, nullable: true })
  ticket: string | null;

  @ApiProperty({ type: String, nullable: true, description: 'Why it was rejected.' })
  decisionReason: string | null;
}

/** What waits for a second person. */
export class PendingGrant {
  @ApiProperty({ type: GrantView })
  grant: GrantView;
}

class GrantedItem {
  @ApiProperty({ type: ProductSummary })
  product: ProductSummary;

  @ApiProperty({ type: 'integer', format: 'int64', description: 'What the player holds now.' })
  quantity: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  purchasedAt: string | null;
}

/** What was carried out: with `balance` for a currency, with `item` for a product. */
export class GrantReceipt extends PendingGrant {
  @ApiProperty({ type: TransactionView })
  transaction: TransactionView;

  @ApiPropertyOptional({ type: 'integer', format: 'int64', example: 1_100 })
  balance?: number;

  @ApiPropertyOptional({ type: GrantedItem })
  item?: GrantedItem;
}

/** What would happen; a `pending` grant would wait and move nothing. */
export class GrantForecast extends PendingGrant {
  @ApiProperty({ enum: [true] })
  dryRun: true;

  @ApiPropertyOptional({ type: TransactionView })
  transaction?: TransactionView;

  @ApiPropertyOptional({ type: 'integer', format: 'int64', example: 1_100 })
  balance?: number;

  @ApiPropertyOptional({ type: GrantedItem })
  item?: GrantedItem;
}

export function grantView(grant: Grant): GrantView {
  const { currency, productId, amount } = grant;
  return {
    id: grant.id,
    kind: grant.kind,
    status: grant.status,
    userId: grant.userId,
    currency,
    amount: currency === null ? null : amount,
    productId,
    quantity: productId === null ? null : amount,
    requestedBy: grant.requestedBy,
    requestedAt: grant.requestedAt.toISOString(),
    decidedBy: grant.decidedBy,
    decidedAt: grant.decidedAt?.toISOString() ?? null,
    transactionId: grant.transactionId,
  };
}

export function grantDetails(grant: Grant): GrantDetails {
  const { reason, ticket, decisionReason } = grant;
  return Object.assign(grantView(grant), { reason, ticket, decisionReason });
}
