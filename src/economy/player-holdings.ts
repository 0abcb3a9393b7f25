import type { ProductType } from '../products/product.entity';
import type { AccountMove, LockedAccount } from '../transactions/accounts.repository';
import type { LedgerRow } from '../transactions/transactions.repository';
import type { RewardClaim, PayRule } from './reward-claim';
import type { Entry } from './rules/entry';

export interface ProductOnShelf {
  id: string;
  sku: string;
  name: string;
  type: ProductType;
  isActive: boolean;
  prices: Readonly<Record<string, number>>;
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
  private lastSeq: number;
  private lastEntryAt: number;

  constructor(
    readonly account: LockedAccount,
    private readonly shelf: Shelf,
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
    const fork = new PlayerHoldings(this.account, this.shelf);
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
    return entries.map((entry) => ({
      userId: this.account.userId,
      seq: ++this.lastSeq,
      transactionId,
      currency: entry.currency,
      productId: entry.productId,
      amount: entry.amount,
      balanceAfter: entry.currency === null ? this.moveItem(entry, at) : this.moveBalance(entry.currency, entry.amount),
      counterAccount: entry.counterAccount,
      orderLineId: null,
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
