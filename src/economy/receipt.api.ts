import { ApiProperty } from '@nestjs/swagger';
import { ProductSummary } from '../products/products.service';
import { TransactionView } from '../transactions/transactions.service';

const integer = { type: 'integer', format: 'int64' } as const;

class ReceiptItem {
  @ApiProperty({ type: ProductSummary })
  product: ProductSummary;

  @ApiProperty({ ...integer, description: 'What is held now.' })
  quantity: number;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  purchasedAt: string | null;
}

/** What adding funds answers. */
export class FundsReceipt {
  @ApiProperty({ type: TransactionView })
  transaction: TransactionView;

  @ApiProperty({ ...integer, description: 'The balance after it, in the currency of the transaction.', example: 900 })
  balance: number;
}

/** What using an item answers. */
export class UseReceipt {
  @ApiProperty({ type: TransactionView })
  transaction: TransactionView;

  @ApiProperty({ type: ReceiptItem })
  item: ReceiptItem;
}

/** What a purchase answers. */
export class PurchaseReceipt extends FundsReceipt {
  @ApiProperty({ type: ReceiptItem })
  item: ReceiptItem;
}

/** What a batch answers: a receipt per command, in their order, each in the form of its kind. */
export class BatchReceipt {
  @ApiProperty({ type: 'array', items: { type: 'object', additionalProperties: true } })
  receipts: object[];
}
