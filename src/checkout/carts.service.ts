import { Injectable } from '@nestjs/common';
import { SingleItemOnly } from '../economy/economy.errors';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { ProductNotFound } from '../products/products.errors';
import { MAX_QUANTITY } from '../products/products.service';
import { SellableNotFound, SellableOwnerUnavailable } from '../sellables/sellables.errors';
import { AccountsService } from '../transactions/accounts.service';
import { AccountBlocked, AccountNotFound } from '../transactions/transactions.errors';
import { CurrencyInactive } from '../wallets/wallets.errors';
import type { CartLine } from './cart-line.entity';
import { type CartView, cartView } from './cart.view';
import { CartsRepository, type CartWithLines } from './carts.repository';
import { CartFull, CartLineNotFound, CartQuantityTooLarge, NotForMoney } from './checkout.errors';
import { type Good, isSameGood, sellableOf } from './good';
import type { Offer } from './offer';
import { OffersService } from './offers.service';

const MAX_LINES = 50;

/** What players put into their carts. Whoever changes a cart holds the account of its player. */
@Injectable()
export class CartsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: CartsRepository,
    private readonly offers: OffersService,
    private readonly accounts: AccountsService,
  ) {}

  /** With the prices of this moment. */
  async view(userId: string): Promise<CartView> {
    const cart = await this.repository.find(userId);
    return cartView(cart, await this.offers.of(userId, cart.lines));
  }

  /**
   * More of it where some is in the cart already.
   *
   * @throws ProductNotFound, NotForMoney, CurrencyInactive, SellableNotFound, SellableOwnerUnavailable, SingleItemOnly,
   *   CartFull, CartQuantityTooLarge, AccountNotFound, AccountBlocked
   */
  async add(userId: string, good: Good, quantity: number): Promise<CartView> {
    const { lines } = await this.repository.find(userId);
    const offerOf = await this.offers.of(userId, [...lines.filter((line) => !isSameGood(line, good)), good]);
    const offer = offerOf(good);
    refuseUnsellable(good, offer);
    const cart = await this.changeCart(userId, async (tx, { lines: held }) => {
      const line = held.find((each) => isSameGood(each, good));
      if (line === undefined && held.length >= MAX_LINES) throw new CartFull(MAX_LINES);
      const wanted = (line?.quantity ?? 0) + quantity;
      refuseQuantity(offer, wanted);
      const id = line?.id ?? newId();
      await this.repository.saveLine(tx, { userId, id, ...plain(good), quantity: wanted, shownPrices: offer.prices });
    });
    return cartView(cart, offerOf);
  }

  /** @throws CartLineNotFound, SingleItemOnly, AccountNotFound, AccountBlocked */
  async setQuantity(userId: string, lineId: string, quantity: number): Promise<CartView> {
    const { lines } = await this.repository.find(userId);
    const offerOf = await this.offers.of(userId, lines);
    const cart = await this.changeCart(userId, async (tx, { lines: held }) => {
      const line = held.find(({ id }) => id === lineId);
      if (line === undefined) throw new CartLineNotFound();
      const offer = offerOf(line);
      refuseQuantity(offer, quantity);
      // What cannot be looked at now keeps the price that was told.
      const shownPrices = offer.withheld === null ? offer.prices : line.shownPrices;
      await this.repository.saveLine(tx, { userId, id: lineId, ...plain(line), quantity, shownPrices });
    });
    return cartView(cart, offerOf);
  }

  /** @throws CartLineNotFound, AccountNotFound, AccountBlocked */
  async remove(userId: string, isMeant: (line: CartLine) => boolean): Promise<CartView> {
    const cart = await this.changeCart(userId, async (tx, { lines }) => {
      const meant = lines.filter(isMeant).map(({ id }) => id);
      if (meant.length === 0) throw new CartLineNotFound();
      await this.repository.deleteLines(tx, userId, meant);
    });
    return cartView(cart, await this.offers.of(userId, cart.lines));
  }

  /** With the account locked. */
  erase(tx: Tx, userId: string): Promise<void> {
    return this.repository.erase(tx, userId);
  }

  private changeCart(userId: string, change: (tx: Tx, cart: CartWithLines) => Promise<void>): Promise<CartWithLines> {
    return this.unitOfWork.run(async (tx) => {
      const [account] = await this.accounts.lock(tx, [userId]);
      if (account === undefined) throw new AccountNotFound();
      if (account.status !== 'active') throw new AccountBlocked();
      const cart = await this.repository.lock(tx, userId);
      await this.repository.setVersion(tx, userId, cart.version + 1);
      await change(tx, cart);
      return this.repository.lock(tx, userId);
    });
  }
}

function plain({ productId, sellableSource, sellableId }: Good): Good {
  return { productId, sellableSource, sellableId };
}

function refuseUnsellable(good: Good, { withheld, switchedOff, prices, productId }: Offer): void {
  const sellable = sellableOf(good);
  if (withheld === 'temporarily_unavailable') throw new SellableOwnerUnavailable();
  if (withheld === 'currency_inactive') throw new CurrencyInactive(switchedOff ?? '');
  if (sellable !== null && withheld !== null) throw new SellableNotFound(sellable.source, sellable.id);
  if (withheld !== null) throw new ProductNotFound();
  if (Object.keys(prices).length === 0) throw new NotForMoney(productId ?? '');
}

function refuseQuantity({ type, productId, sku }: Offer, quantity: number): void {
  if (type === 'permanent' && quantity > 1) throw new SingleItemOnly(productId ?? sku);
  if (quantity > MAX_QUANTITY) throw new CartQuantityTooLarge(MAX_QUANTITY);
}
