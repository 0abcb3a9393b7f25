import { ApiPropertyOptional } from '@nestjs/swagger';
import { Matches } from 'class-validator';
import { InvalidRequest } from '../../platform/errors/platform.errors';
import { Id } from '../../platform/http/id';
import { OneLine } from '../../platform/http/one-line';
import { Optional, PlainInteger } from '../../platform/http/plain-integer';
import { MAX_QUANTITY } from '../../products/products.service';
import { CURRENCY_CODE } from '../../wallets/wallets.service';
import type { GrantKind } from '../grant.entity';
import type { GrantOrder } from '../grant-requests.service';

export class GrantDto {
  @ApiPropertyOptional({ example: 'COIN', description: 'With `amount`. Either this or `productId`.' })
  @Optional()
  @Matches(CURRENCY_CODE)
  currency?: string;

  /** In smallest units. */
  @PlainInteger({ min: 1, max: Number.MAX_SAFE_INTEGER, optional: true, example: 100 })
  amount?: number;

  @ApiPropertyOptional({ description: 'With `quantity`.' })
  @Optional()
  @Id()
  productId?: string;

  @PlainInteger({ min: 1, max: MAX_QUANTITY, optional: true })
  quantity?: number;

  @OneLine(500, { min: 3, example: 'The purchase of 1 May did not arrive.' })
  reason: string;

  @OneLine(100, { example: 'SUP-1042' })
  ticket: string;
}

export class RejectGrantDto {
  @OneLine(500, { min: 3, example: 'The log shows that it arrived.' })
  reason: string;
}

/**
 * What is asked for, once it is clear that exactly one asset is named.
 *
 * @throws InvalidRequest
 */
export function orderOf(kind: GrantKind, userId: string, { reason, ticket, ...asset }: GrantDto): GrantOrder {
  const { currency, amount, productId, quantity } = asset;
  const texts = { reason: reason.trim(), ticket: ticket.trim() };
  const isMoney = currency !== undefined && amount !== undefined;
  const isItem = productId !== undefined && quantity !== undefined;
  if (isMoney && productId === undefined && quantity === undefined) {
    return { kind, userId, currency, productId: null, amount, ...texts };
  }
  if (isItem && currency === undefined && amount === undefined) {
    return { kind, userId, currency: null, productId, amount: quantity, ...texts };
  }
  const detail = 'either currency and amount, or productId and quantity, are needed';
  throw new InvalidRequest(`The request is not valid: ${detail}.`, [{ detail, pointer: '' }]);
}
