import { applyDecorators } from '@nestjs/common';
import { ApiCreatedResponse, ApiHeader } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import type { ProblemCode } from '../platform/http/problem-codes';
import { BatchReceipt, FundsReceipt, PurchaseReceipt, UseReceipt } from './receipt.api';

/** How any command may be refused, whatever it asks for. */
const COMMAND_CODES: readonly ProblemCode[] = [
  'idempotency.key_invalid',
  'account.blocked',
  'user.not_found',
  'idempotency.key_reused',
  'economy.busy',
  'economy.account_busy',
  'service.outcome_unknown',
];

const OPTIONAL_KEY = { required: false, description: 'Makes repeating the request safe.' };

/** Documents a route that buys. */
export function ApiPurchase(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', ...OPTIONAL_KEY }),
    ApiCreatedResponse({ type: PurchaseReceipt }),
    ApiErrors(
      ...COMMAND_CODES,
      'wallet.insufficient_funds',
      'product.not_found',
      'inventory.already_owned',
      'product.price_changed',
      'product.out_of_stock',
      'product.limit_reached',
      'product.not_on_sale',
      'product.single_only',
      'economy.amount_too_large',
      'wallet.currency_inactive',
    ),
  );
}

/** Documents a route that uses something up. */
export function ApiUse(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', ...OPTIONAL_KEY }),
    ApiCreatedResponse({ type: UseReceipt }),
    ApiErrors(...COMMAND_CODES, 'product.not_found', 'product.not_consumable', 'inventory.not_enough'),
  );
}

/** Documents a route that adds funds. Keys count per player, so each route needs an example of its own. */
export function ApiAddFunds({ exampleKey }: { exampleKey: string }): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', required: true, example: exampleKey }),
    ApiCreatedResponse({ type: FundsReceipt }),
    ApiErrors(
      ...COMMAND_CODES,
      'idempotency.key_missing',
      'wallet.top_up_too_large',
      'auth.forbidden',
      'wallet.limit_exceeded',
      'wallet.unknown_currency',
      'wallet.currency_inactive',
    ),
  );
}

/** Documents a route that pays a player. */
export function ApiEarn(): MethodDecorator {
  return applyDecorators(
    ApiHeader({ name: 'Idempotency-Key', ...OPTIONAL_KEY }),
    ApiCreatedResponse({ type: FundsReceipt }),
    ApiErrors(
      ...COMMAND_CODES,
      'reward.not_found',
      'reward.reason_invalid',
      'reward.amount_not_allowed',
      'reward.amount_too_large',
      'reward.cap_reached',
      'reward.cooling_down',
      'wallet.limit_exceeded',
      'wallet.unknown_currency',
      'wallet.currency_inactive',
    ),
  );
}

/** Documents the route for several commands. */
export function ApiBatch(): MethodDecorator {
  return applyDecorators(
    ApiHeader({
      name: 'Idempotency-Key',
      required: true,
      example: 'batch-1',
      description: 'Makes repeating the request safe; a dry run needs none.',
    }),
    ApiCreatedResponse({ type: BatchReceipt }),
    ApiErrors(
      ...COMMAND_CODES,
      'auth.forbidden',
      'batch.command_refused',
      'idempotency.key_missing',
      'wallet.top_up_too_large',
      'reward.reason_invalid',
      'reward.amount_too_large',
    ),
  );
}
