import { applyDecorators } from '@nestjs/common';
import { ApiAcceptedResponse, ApiCreatedResponse, ApiHeader, ApiOkResponse } from '@nestjs/swagger';
import { ApiErrors } from '../platform/http/api-errors';
import type { ProblemCode } from '../platform/http/problem-codes';
import { GrantForecast, GrantReceipt, PendingGrant } from './grant.view';

/** How anything that moves what a player holds may be refused. */
const MOVE_CODES: readonly ProblemCode[] = [
  'auth.forbidden',
  'account.blocked',
  'grant.to_oneself',
  'idempotency.key_invalid',
  'idempotency.key_reused',
  'wallet.insufficient_funds',
  'wallet.limit_exceeded',
  'wallet.unknown_currency',
  'wallet.currency_inactive',
  'product.not_found',
  'product.not_ownable',
  'product.single_only',
  'inventory.already_owned',
  'inventory.not_enough',
  'service.outcome_unknown',
];

const KEY = { name: 'Idempotency-Key', required: false, description: 'Makes repeating the request safe.' };

/** Documents a route by which staff give or take something. */
export function ApiGrant(): MethodDecorator {
  return applyDecorators(
    ApiHeader(KEY),
    ApiCreatedResponse({ type: GrantReceipt, description: 'Done, within the budget of the day.' }),
    ApiAcceptedResponse({ type: PendingGrant, description: 'Above the budget: it waits for a second person.' }),
    ApiOkResponse({ type: GrantForecast, description: 'Of a dry run.' }),
    ApiErrors(...MOVE_CODES, 'user.not_found'),
  );
}

/** Documents the route by which a second person agrees. */
export function ApiApproval(): MethodDecorator {
  return applyDecorators(
    ApiHeader(KEY),
    ApiCreatedResponse({ type: GrantReceipt }),
    ApiErrors(...MOVE_CODES, 'grant.not_found', 'grant.own_approval', 'grant.already_decided', 'grant.requester_left'),
  );
}
