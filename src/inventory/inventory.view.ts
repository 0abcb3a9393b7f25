import { ApiProperty } from '@nestjs/swagger';
import { ProductSummary } from '../products/products.service';
import type { InventoryLine } from './inventory.repository';

class OwnedConsumable {
  @ApiProperty()
  product: ProductSummary;

  @ApiProperty({ type: 'integer', format: 'int64', minimum: 1, example: 3 })
  quantity: number;
}

class OwnedPermanent {
  @ApiProperty()
  product: ProductSummary;

  @ApiProperty({ format: 'date-time' })
  purchasedAt: string;
}

/** What a player holds, as the API shows it. */
export class InventoryView {
  @ApiProperty({ type: [OwnedConsumable], description: 'Those of which some are left.' })
  consumables: OwnedConsumable[];

  @ApiProperty({ type: [OwnedPermanent] })
  permanents: OwnedPermanent[];
}

export function inventoryView(lines: readonly InventoryLine[]): InventoryView {
  const isPermanent = ({ product }: InventoryLine) => product.type === 'permanent';
  return {
    consumables: lines.filter((line) => !isPermanent(line)).map(({ product, quantity }) => ({ product, quantity })),
    permanents: lines.filter(isPermanent).map(({ product, purchasedAt }) => ({ product, purchasedAt })),
  };
}
