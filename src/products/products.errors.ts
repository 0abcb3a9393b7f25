import { DomainError } from '../platform/errors/domain-error';

export class ProductNotFound extends DomainError {
  readonly kind = 'not_found';
  readonly code = 'product.not_found';

  constructor() {
    super('There is no such product.');
  }
}

export class ProductNotOnSale extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.not_on_sale';

  constructor(productId: string, currency?: string) {
    super(
      currency === undefined ? 'This product is not on sale.' : `This product is not on sale for ${currency}.`,
      currency === undefined ? { productId } : { productId, currency },
    );
  }
}

export class ProductNotConsumable extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.not_consumable';

  constructor(productId: string) {
    super('Only consumable products can be used up.', { productId });
  }
}

export class PriceChanged extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.price_changed';

  constructor(currency: string, expectedAmount: number, amount: number) {
    super(`The price is ${amount} ${currency}, not ${expectedAmount} ${currency}.`, {
      currency,
      expectedAmount,
      amount,
    });
  }
}

export class SkuTaken extends DomainError {
  readonly kind = 'conflict';
  readonly code = 'product.sku_taken';

  constructor(sku: string) {
    super(`The SKU ${sku} belongs to another product.`, { sku });
  }
}

export class MetadataTooLarge extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.metadata_too_large';

  constructor() {
    super('Metadata holds at most 4 kB, written out with a blank after each colon and comma.');
  }
}

export class ProductVersionMismatch extends DomainError {
  readonly kind = 'precondition_failed';
  readonly code = 'product.version_mismatch';

  constructor(version: number) {
    super(`Somebody else changed this product; it is at version ${version} now.`, { version });
  }
}

/** Packs are sold for money and hold coins; nothing else holds any. */
export class ContentsMismatch extends DomainError {
  readonly kind = 'rejected';
  readonly code = 'product.contents_mismatch';

  constructor() {
    super('A currency pack has prices in real money and holds one virtual currency; other products hold none.');
  }
}
