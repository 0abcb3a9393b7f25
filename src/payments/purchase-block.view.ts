import { ApiProperty } from '@nestjs/swagger';
import type { PurchaseBlock } from './purchase-block.entity';

export class PurchaseBlockView {
  @ApiProperty({ format: 'uuid', description: 'Because of this order.' })
  orderId: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true, description: 'Null while it holds.' })
  liftedAt: string | null;
}

export function purchaseBlockView({ orderId, createdAt, liftedAt }: PurchaseBlock): PurchaseBlockView {
  return { orderId, createdAt: createdAt.toISOString(), liftedAt: liftedAt?.toISOString() ?? null };
}
