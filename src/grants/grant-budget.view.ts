import { ApiProperty } from '@nestjs/swagger';
import { type Role, STAFF } from '../platform/security/principal';
import type { GrantBudget } from './grant-budget.entity';

/** How much a member of staff in this role may grant and revoke alone in a UTC day. */
export class GrantBudgetView {
  @ApiProperty({ enum: STAFF })
  role: Role;

  @ApiProperty({ type: String, nullable: true, example: 'COIN', description: '`*`: every currency without its own.' })
  currency: string | null;

  @ApiProperty({ type: String, nullable: true, example: null, description: '`*`: every product without its own.' })
  productId: string | null;

  @ApiProperty({ type: 'integer', format: 'int64', example: 20_000, description: 'Grants and revocations together.' })
  perDay: number;

  @ApiProperty({ format: 'date-time' })
  updatedAt: string;
}

export function grantBudgetView({ role, asset, perDay, updatedAt }: GrantBudget): GrantBudgetView {
  const [kind, named] = asset.split(':');
  const currency = kind === 'currency' ? named : null;
  return { role, currency, productId: currency === null ? named : null, perDay, updatedAt: updatedAt.toISOString() };
}
