import type { DomainError } from '../platform/errors/domain-error';
import type { ProductType } from '../products/product.entity';
import type { LimitPeriod } from '../products/product-limit';
import type { AccountMove, LockedAccount } from '../transactions/accounts.repository';
import type { LedgerRow } from '../transactions/transactions.repository';
import type { RewardClaim, PayRule } from './reward-claim';
import { OutOfStock, PurchaseLimitReached } from './economy.errors';
import { type Fulfilment, Fulfilments, ORDER_ACCOUNTS } from './fulfilments';
import { periodStart } from './period';
import type { SupplyLine } from './order-command';
import { PurchaseCounts } from './purchase-counts';
import { type Counted, type Reservation, Reservations } from './reservations';
import type { Entry } from './rules/entry';
import type { Supply } from './supply';

export interface ProductOnShelf {
  id: string;
  sku: string;
  name: string;
  type: ProductType;
  isActive: boolean;
  /** It stands for a good of somebody else's: only an order sells it. */
  isHidden: boolean;
  prices: Readonly<Record<string, number>>;
  /** How many may ever be sold; null: no bound. */
  stock: number | null;
  /** How many one player may take in a period. */
  limit: { quantity: number; period: LimitPeriod } | null;
}

export interface CurrencyOnShelf {
  kind: 'virtual' | 'real';
  maxBalance: number;
  isActive: boolean;
}

/** What all players of a batch share: read, never changed. */
export interface Shelf {
  products: ReadonlyMap<string, ProductOnShelf>;
  currencies: ReadonlyMap<string, CurrencyOnShelf>;
  /** By reason, in lower case. */
  rewardRules: ReadonlyMap<string, PayRule>;
}

interface Item {
  quantity: number;
  purchasedAt: string;
}

/** What one player holds, as read under the lock on the account and as changed since by the commands of the batch. */
export class PlayerHoldings {
  readonly changedCurrencies = new Set<string>();
  readonly changedProducts = new Set<string>();
  /** Rules under which the player was paid. */
  readonly changedClaims = new Set<string>();
  private readonly balances = new Map<string, number>();
  private readonly items = new Map<string, Item>();
  private readonly claims = new Map<string, RewardClaim>();
  private counts = new PurchaseCounts();
  private fulfilments = new Fulfilments();
  private reservations = new Reservations();
  private lastSeq: number;
  private lastEntryAt: number;

  constructor(
    readonly account: LockedAccount,
    private readonly shelf: Shelf,
    /** Of all players of the batch; a fork has its own. */
    private supply: Supply,
  ) {
    this.lastSeq = account.lastSeq;
    this.lastEntryAt = account.lastEntryAt;
  }

  holdBalance(currency: string, balance: number): void {
    this.balances.set(currency, balance);
  }

  holdItem(productId: string, item: Item): void {
    this.items.set(productId, item);
  }

  holdClaim(ruleId: string, claim: RewardClaim): void {
    this.claims.set(ruleId, claim);
  }

  /** A copy that goes its own way, to try things out on. */
  fork(): PlayerHoldings {
    const fork = new PlayerHoldings(this.account, this.shelf, this.supply.fork());
    fork.counts = this.counts.fork();
    fork.fulfilments = this.fulfilments.fork();
    fork.reservations = this.reservations.fork();
    for (const [currency, balance] of this.balances) fork.balances.set(currency, balance);
    for (const [productId, item] of this.items) fork.items.set(productId, item);
    for (const [ruleId, claim] of this.claims) fork.claims.set(ruleId, claim);
    for (const currency of this.changedCurrencies) fork.changedCurrencies.add(currency);
    for (const productId of this.changedProducts) fork.changedProducts.add(productId);
    for (const ruleId of this.changedClaims) fork.changedClaims.add(ruleId);
    fork.lastSeq = this.lastSeq;
    fork.lastEntryAt = this.lastEntryAt;
    return fork;
  }

  /** What was tried out holds: the others of the batch see what this one took. */
  joinSupply(supply: Supply): void {
    supply.become(this.supply);
    this.supply = supply;
  }

  holdCount(productId: string, start: string, taken: number): void {
    this.counts.hold(productId, start, taken);
  }

  holdFulfilment(line: Fulfilment): void {
    this.fulfilments.hold(line);
  }

  /** Why so many more of the product cannot be had: not for anybody, or not for this player. */
  shortage(productId: string, quantity: number, atMs: number): DomainError | null {
    const { stock = null, limit = null } = this.product(productId) ?? {};
    const left = stock === null ? Infinity : Math.max(stock - this.supply.takenOf(productId), 0);
    if (quantity > left) return new OutOfStock(productId, left);
    if (limit === null) return null;
    const allowed = Math.max(limit.quantity - this.counts.of(productId, periodStart(limit.period, atMs)), 0);
    return quantity > allowed ? new PurchaseLimitReached(productId, limit.period, allowed) : null;
  }

  /**
   * Counts what is taken of a product. Of stock everything is counted from its first limit on, also while there is none:
   * a stock that is set again is of all that was sold. Of players, what they take while they are limited.
   */
  takeSupply(productId: string, quantity: number, atMs: number): Counted {
    const { stock = null, limit = null } = this.product(productId) ?? {};
    const isStockCounted = stock !== null || this.supply.counts(productId);
    const start = limit === null ? null : periodStart(limit.period, atMs);
    this.moveCounts(productId, quantity, { isStockCounted, periodStart: start });
    return { isStockCounted, periodStart: start };
  }

  /** Takes it for a line of an unpaid order. */
  reserve({ orderLineId, productId, quantity }: SupplyLine, atMs: number): void {
    const counted = this.takeSupply(productId, quantity, atMs);
    this.reservations.make({ orderLineId, productId, quantity, ...counted });
  }

  /** Gives back what a line of an order kept. */
  release(orderLineId: string): void {
    const kept = this.reservations.end(orderLineId);
    if (kept !== undefined) this.moveCounts(kept.productId, -kept.quantity, kept);
  }

  /** What was kept for this line is the player's for good. */
  useReservation(orderLineId: string): void {
    this.reservations.end(orderLineId);
  }

  holdReservation(reservation: Reservation): void {
    this.reservations.hold(reservation);
  }

  changedReservations(): ReturnType<Reservations['changes']> {
    return this.reservations.changes();
  }

  fulfilment(orderLineId: string): Fulfilment | undefined {
    return this.fulfilments.of(orderLineId);
  }

  keepFulfilment(line: Fulfilment): void {
    this.fulfilments.keep(line);
  }

  repaymentsFrom(entries: readonly Entry[]): Entry[] {
    return this.fulfilments.repaymentsFrom(entries);
  }

  changedCounts(): ReturnType<PurchaseCounts['changes']> {
    return this.counts.changes();
  }

  changedFulfilments(): Fulfilment[] {
    return this.fulfilments.changes();
  }

  product(id: string): ProductOnShelf | undefined {
    return this.shelf.products.get(id);
  }

  currency(code: string): CurrencyOnShelf | undefined {
    return this.shelf.currencies.get(code);
  }

  rewardRule(reason: string): PayRule | undefined {
    return this.shelf.rewardRules.get(reason.toLowerCase());
  }

  claim(ruleId: string): RewardClaim | undefined {
    return this.claims.get(ruleId);
  }

  keepClaim(ruleId: string, claim: RewardClaim): void {
    this.claims.set(ruleId, claim);
    this.changedClaims.add(ruleId);
  }

  balance(currency: string): number {
    return this.balances.get(currency) ?? 0;
  }

  quantity(productId: string): number {
    return this.items.get(productId)?.quantity ?? 0;
  }

  /** An inventory line as receipts show it. */
  item(productId: string): object {
    const { id, sku, name, type } = this.product(productId) ?? { id: productId, sku: '', name: '', type: '' };
    const held = this.items.get(productId);
    return {
      product: { id, sku, name, type },
      quantity: held?.quantity ?? 0,
      purchasedAt: held?.purchasedAt ?? null,
    };
  }

  /** The time of the player's next transaction: the clock, but never before the last entry. */
  timeAt(now: number): number {
    return Math.max(now, this.lastEntryAt);
  }

  /** Makes the postings of a transaction and returns its ledger entries. */
  post(entries: readonly Entry[], transactionId: string, atMs: number, at: string): LedgerRow[] {
    this.lastEntryAt = atMs;
    for (const { counterAccount, orderLineId, amount } of entries) {
      if (counterAccount === ORDER_ACCOUNTS.repayment) this.fulfilments.repay(orderLineId ?? '', -amount);
    }
    return entries.map((entry) => ({
      userId: this.account.userId,
      seq: ++this.lastSeq,
      transactionId,
      currency: entry.currency,
      productId: entry.productId,
      amount: entry.amount,
      balanceAfter: entry.currency === null ? this.moveItem(entry, at) : this.moveBalance(entry.currency, entry.amount),
      counterAccount: entry.counterAccount,
      orderLineId: entry.orderLineId ?? null,
      createdAt: at,
    }));
  }

  /** Null when no entry was made. */
  accountMove(): AccountMove | null {
    if (this.lastSeq === this.account.lastSeq) return null;
    return {
      userId: this.account.userId,
      lastSeq: this.lastSeq,
      lastEntryAt: new Date(this.lastEntryAt).toISOString(),
    };
  }

  heldItem(productId: string): Item {
    return this.items.get(productId) ?? { quantity: 0, purchasedAt: '' };
  }

  private moveCounts(productId: string, quantity: number, { isStockCounted, periodStart: start }: Counted): void {
    if (isStockCounted) this.supply.take(productId, quantity);
    if (start !== null) this.counts.take(productId, start, quantity);
  }

  private moveBalance(currency: string, amount: number): number {
    const balance = this.balance(currency) + amount;
    this.balances.set(currency, refuseNegative(balance));
    this.changedCurrencies.add(currency);
    return balance;
  }

  private moveItem({ productId, amount }: Entry, at: string): number {
    const id = productId ?? '';
    const held = this.items.get(id);
    const quantity = (held?.quantity ?? 0) + amount;
    const purchasedAt = held === undefined || held.quantity === 0 ? at : held.purchasedAt;
    this.items.set(id, { quantity: refuseNegative(quantity), purchasedAt });
    this.changedProducts.add(id);
    return quantity;
  }
}

/** The rules refuse what would go below zero; reaching this is a fault in a rule. */
function refuseNegative(holding: number): number {
  if (holding < 0 || !Number.isSafeInteger(holding)) throw new RangeError(`A holding cannot become ${holding}.`);
  return holding;
}
