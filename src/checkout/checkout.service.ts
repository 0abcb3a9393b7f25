import { Injectable } from '@nestjs/common';
import { Config } from '../platform/config/config';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { StoredReply } from '../platform/idempotency/stored-answer';
import { SellableOwnerUnavailable } from '../sellables/sellables.errors';
import { AccountsService } from '../transactions/accounts.service';
import { AccountBlocked, AccountNotFound } from '../transactions/transactions.errors';
import type { CartLine } from './cart-line.entity';
import { CartsRepository, type CartWithLines } from './carts.repository';
import { CheckoutAnswers } from './checkout-answers.service';
import { CartChanging, CartEmpty, CheckoutPriceChanged, ReturnUrlNotAllowed } from './checkout.errors';
import type { Offer } from './offer';
import { OffersService } from './offers.service';
import { type Choice, OrderPlacing } from './order-placing.service';
import { driftOf, quote } from './quote';
import { isAllowed } from './return-url';

const MAX_ATTEMPTS = 3;

/** A cart as it was looked at, with what there was to know of its goods. */
interface SeenCart extends CartWithLines {
  offerOf: (line: CartLine) => Offer;
}

/** What came of it; null: the cart was changed while its goods were looked at. */
type Outcome = StoredReply | CheckoutPriceChanged | null;

/** Something in the cart is not what it was when it was looked at: the order must not be made. */
class OffersMoved extends Error {}

/** From a cart to an order and the address where it is paid. */
@Injectable()
export class CheckoutService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly accounts: AccountsService,
    private readonly carts: CartsRepository,
    private readonly offers: OffersService,
    private readonly placing: OrderPlacing,
    private readonly answers: CheckoutAnswers,
    private readonly config: Config,
  ) {}

  /**
   * The order and its key commit together, and the address is asked for after that.
   *
   * @throws AccountNotFound, AccountBlocked, IdempotencyKeyReused, CartEmpty, CartChanging, CurrencyInactive,
   *   LinesUnavailable, CheckoutPriceChanged, TotalTooLarge, ReturnUrlNotAllowed, SellableOwnerUnavailable, ProviderUnavailable and what
   *   the placing of an order is refused with
   */
  async checkOut(choice: Choice, key: IdempotentRequest): Promise<StoredReply> {
    const { userId, returnUrl } = choice;
    if (returnUrl !== null && !this.mayReturnTo(returnUrl)) throw new ReturnUrlNotAllowed();
    await this.placing.endLate(userId);
    const earlier = await this.unitOfWork.run((tx) => this.answers.earlier(tx, userId, key));
    return this.answers.complete(userId, key.key, earlier ?? (await this.order(choice, key)));
  }

  private async order(choice: Choice, key: IdempotentRequest): Promise<StoredReply> {
    for (let attempt = 1; attempt <= MAX_ATTEMPTS; attempt++) {
      const cart = await this.carts.find(choice.userId);
      const seen = { ...cart, offerOf: await this.offers.of(choice.userId, cart.lines) };
      const outcome = await this.unitOfWork.run((tx) => this.orderIn(tx, choice, key, seen)).catch(nullIfMoved);
      // After the commit: the player has been told of the new prices by this.
      if (outcome instanceof CheckoutPriceChanged) throw outcome;
      if (outcome !== null) return outcome;
    }
    throw new CartChanging();
  }

  private async orderIn(tx: Tx, choice: Choice, key: IdempotentRequest, seen: SeenCart): Promise<Outcome> {
    const { userId, currency, expectedTotal } = choice;
    await this.holdAccount(tx, userId);
    const earlier = await this.answers.earlier(tx, userId, key);
    if (earlier !== null) return earlier;
    const cart = await this.carts.lock(tx, userId);
    if (cart.lines.length === 0) throw new CartEmpty(await this.placing.findOrderOf(tx, userId, cart.version - 1));
    if (cart.version !== seen.version) return null;
    await this.offers.requireInUse(tx, currency);
    if (cart.lines.some((line) => seen.offerOf(line).withheld === 'temporarily_unavailable')) {
      throw new SellableOwnerUnavailable();
    }
    const quoted = quote(cart.lines, seen.offerOf, currency);
    const drift = driftOf(quoted, currency, expectedTotal);
    if (drift !== null) {
      for (const { line, offer } of quoted.lines) await this.carts.notePrices(tx, line, offer.prices);
      return drift;
    }
    const reply = await this.answers.keep(tx, await this.placing.place(tx, choice, cart, quoted), key);
    // Last, with the account and all stock locked: however long these were waited for, nothing is sold at an old price.
    const offers = quoted.lines.map(({ offer }) => offer);
    if (!(await this.offers.stand(tx, offers, currency))) throw new OffersMoved();
    return reply;
  }

  private async holdAccount(tx: Tx, userId: string): Promise<void> {
    const [account] = await this.accounts.lock(tx, [userId]);
    if (account === undefined) throw new AccountNotFound();
    if (account.status !== 'active') throw new AccountBlocked();
  }

  /** In production only to our own pages and where the settings allow it; elsewhere anywhere, unless they name some. */
  private mayReturnTo(url: string): boolean {
    const { production, returnUrls, mail } = this.config;
    return (!production && returnUrls.length === 0) || isAllowed(url, [...returnUrls, mail.publicUrl]);
  }
}

function nullIfMoved(error: unknown): null {
  if (error instanceof OffersMoved) return null;
  throw error;
}
