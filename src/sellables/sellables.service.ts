import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { ProductsService } from '../products/products.service';
import { AmbassadorClient } from './ambassador.client';
import { isSellableId, type SellableOffer, type SellableOffers, type SellableSource } from './sellable';

export { SELLABLE_SOURCES } from './sellable';
export type { SellableOffer, SellableOffers, SellableSource };

/** Goods that somebody else owns, who is asked whenever one is shown or sold. */
@Injectable()
export class SellablesService {
  constructor(
    private readonly ambassadors: AmbassadorClient,
    private readonly products: ProductsService,
  ) {}

  get isOn(): boolean {
    return this.ambassadors.isOn;
  }

  /**
   * What may be sold of these, and for how much, as its owner says now. Only what it vouches for with a price that can
   * be charged is valid.
   *
   * @throws SellableOwnerUnavailable
   */
  async validate(_source: SellableSource, ids: readonly string[]): Promise<SellableOffers> {
    const asked = new Set(ids);
    const askable = [...asked].filter(isSellableId);
    const valid = new Map<string, SellableOffer>();
    if (askable.length > 0) {
      const { valid_ambassadors, invalid_ids } = await this.ambassadors.validate(askable);
      for (const { ambassador_id: id, price } of valid_ambassadors) {
        const priceMinor = Number(price);
        const isOffered = asked.has(id) && Number.isSafeInteger(priceMinor) && priceMinor > 0;
        if (isOffered && !invalid_ids.includes(id)) valid.set(id, { priceMinor, currency: 'UZS' });
      }
    }
    return { valid, invalid: [...asked].filter((id) => !valid.has(id)) };
  }

  /** Those of these that the owner itself calls invalid. @throws SellableOwnerUnavailable */
  async findDeleted(_source: SellableSource, ids: readonly string[]): Promise<string[]> {
    if (ids.length === 0) return [];
    const { invalid_ids } = await this.ambassadors.validate(ids.filter(isSellableId));
    return ids.filter((id) => !isSellableId(id) || invalid_ids.includes(id));
  }

  /**
   * The product that stands for one of these goods in ledgers, inventories and limits; bought once per player. It has
   * no price: only an order, which its owner vouched for, sells it. Whoever needs several asks in the order of ids.
   */
  ensureProduct(tx: Tx, source: SellableSource, id: string): Promise<string> {
    return this.products.ensureHidden(tx, `${source}:${id}`, `Ambassador ${id}`);
  }
}
