import { ApiProperty, ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, ValidateBy } from 'class-validator';
import { InvalidRequest } from '../../platform/errors/platform.errors';
import { isId } from '../../platform/http/id';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { type Role, STAFF } from '../../platform/security/principal';
import { CURRENCY_CODE } from '../../wallets/wallets.service';
import { ANY } from '../asset-name';
import type { NewBudget } from '../grant-budgets.service';

export class GrantBudgetDto {
  @ApiProperty({ enum: STAFF, example: 'support' })
  @IsIn(STAFF)
  role: Role;

  @ApiPropertyOptional({
    example: 'COIN',
    description: 'A currency, or `*` for every one without a budget of its own. Either this or `productId`.',
  })
  @Optional()
  @ValidateBy({
    name: 'currencyOrAny',
    validator: {
      validate: (value) => typeof value === 'string' && (value === ANY || CURRENCY_CODE.test(value)),
      defaultMessage: () => 'must be the code of a currency, or *',
    },
  })
  currency?: string;

  @ApiPropertyOptional({ description: 'A product, or `*` for every one without a budget of its own.' })
  @Optional()
  @ValidateBy({
    name: 'productOrAny',
    validator: {
      validate: (value) => value === ANY || isId(value),
      defaultMessage: () => 'must be the id of a product, or *',
    },
  })
  productId?: string;

  /** What one member of staff may grant and revoke alone in a UTC day; 0: nothing without a second person. */
  @PlainInteger({ min: 0, max: Number.MAX_SAFE_INTEGER, example: 20_000 })
  perDay: number;
}

/** @throws InvalidRequest unless exactly one asset is named */
export function budgetOf({ role, currency, productId, perDay }: GrantBudgetDto): NewBudget {
  if ((currency === undefined) === (productId === undefined)) {
    const detail = 'either currency or productId is needed';
    throw new InvalidRequest(`The request is not valid: ${detail}.`, [{ detail, pointer: '' }]);
  }
  return { role, currency: currency ?? null, productId: productId?.toLowerCase() ?? null, perDay };
}
