/**
 * The dictionary of the words with which Florin refuses, for the documentation: status and an example of the detail.
 * `problem-codes.spec.ts` holds it against the errors themselves.
 */
export const PROBLEM_CODES = {
  'request.invalid': [400, 'The request is not valid: quantity must be a whole number from 1 to 1000000.'],
  'idempotency.key_missing': [400, 'This request needs an Idempotency-Key header, so that repeating it is safe.'],
  'idempotency.key_invalid': [
    400,
    'An Idempotency-Key is 1 to 255 visible ASCII characters, bare or in double quotes.',
  ],
  'wallet.top_up_too_large': [400, 'One top-up adds at most 1000000.'],
  'auth.unauthorized': [401, 'This needs a valid token.'],
  'auth.invalid_credentials': [401, 'The username or the password is wrong.'],
  'wallet.insufficient_funds': [402, 'This costs 500 COIN and the balance is 100 COIN.'],
  'auth.forbidden': [403, 'Your role does not allow this.'],
  'account.blocked': [403, 'This account is blocked.'],
  'route.not_found': [404, 'There is nothing at this address.'],
  'user.not_found': [404, 'There is no such user.'],
  'product.not_found': [404, 'There is no such product.'],
  'route.method_not_allowed': [405, 'This address does not know that method.'],
  'request.timeout': [408, 'The request did not arrive in time.'],
  'inventory.already_owned': [409, 'You own this product already.'],
  'product.price_changed': [409, 'The price is 120 COIN, not 100 COIN.'],
  'product.sku_taken': [409, 'The SKU day-boost belongs to another product.'],
  'user.username_taken': [409, 'This username is taken.'],
  'user.email_taken': [409, 'This address is registered already.'],
  'product.version_mismatch': [412, 'Somebody else changed this product; it is at version 3 now.'],
  'request.too_large': [413, 'The body is too large.'],
  'request.unsupported_media_type': [415, 'Send application/json in UTF-8, not compressed.'],
  'idempotency.key_reused': [422, 'This Idempotency-Key was used for another request. Nothing was changed.'],
  'economy.amount_too_large': [422, 'The amount is beyond what can be counted exactly (2^53-1).'],
  'inventory.not_enough': [422, 'You do not own that many.'],
  'product.metadata_too_large': [422, 'Metadata holds at most 4 kB.'],
  'product.not_consumable': [422, 'Only consumable products can be used up.'],
  'product.not_on_sale': [422, 'This product is not on sale.'],
  'product.single_only': [422, 'A permanent product is bought one at a time.'],
  'wallet.limit_exceeded': [422, 'A wallet holds at most 9007199254740991 COIN.'],
  'wallet.unknown_currency': [422, 'There is no currency GEMS.'],
  'rate_limit.exceeded': [429, 'Too many requests. Try again later.'],
  'request.headers_too_large': [431, 'The headers are too large.'],
  internal: [500, 'Something went wrong on our side.'],
  'service.unavailable': [503, 'The service is busy or a part it needs is away. Try again shortly.'],
  'service.outcome_unknown': [
    503,
    'The outcome is not known. Repeat the request with the same Idempotency-Key to learn it.',
  ],
  'economy.busy': [503, 'Too many commands are waiting. Try again shortly.'],
  'economy.account_busy': [503, 'Another operation on this account takes long. Try again shortly.'],
} as const satisfies Record<string, readonly [status: number, example: string]>;

export type ProblemCode = keyof typeof PROBLEM_CODES;
