import type { InventoryFacts } from '../inventory/inventory.service';
import type { InventoryRow } from '../inventory/inventory.repository';
import type { NamedKey, StoredAnswer } from '../platform/idempotency/idempotency.service';
import type { ProductFacts, StockFacts, StockRow } from '../products/products.service';
import type { AccountMove, LockedAccount } from '../transactions/accounts.repository';
import type { WalletRow } from '../wallets/wallets.repository';
import type { RewardClaimFacts, RewardClaimRow, RewardRuleFacts } from '../rewards/rewards.service';
import type { CurrencyFacts } from '../wallets/wallets.service';
import type { FulfilmentFacts, FulfilmentRow } from './fulfilments.repository';
import { type CurrencyOnShelf, PlayerHoldings, type ProductOnShelf, type Shelf } from './player-holdings';
import type { PurchaseCountFacts, PurchaseCountRow } from './purchase-counts.repository';
import type { NamedLine, ReservationFacts, ReservationRow } from './reservations.repository';
import { Supply } from './supply';
import type { PayRule } from './reward-claim';

/** One row of the joined read: a JSON array per part, null where nothing was found. */
export interface LoadedFacts {
  wallets: [userId: string, currency: string, balance: number][] | null;
  inventory: InventoryFacts[] | null;
  products: ProductFacts[] | null;
  currencies: CurrencyFacts[] | null;
  answers: StoredAnswer[] | null;
  /** Asked for only where somebody is to be paid. */
  rewardRules?: RewardRuleFacts[] | null;
  rewardClaims?: RewardClaimFacts[] | null;
  /** Asked for only where something is bought or ordered. */
  stock?: StockFacts[] | null;
  counts?: PurchaseCountFacts[] | null;
  /** Asked for only where an unpaid order ends. */
  reservations?: ReservationFacts[] | null;
  /** Asked for only where something may come in. */
  debts?: FulfilmentFacts[] | null;
  fulfilments?: FulfilmentFacts[] | null;
}

export interface GivenAnswer {
  fingerprint: string;
  status: number;
  body: string;
}

export interface HoldingChanges {
  accounts: AccountMove[];
  wallets: WalletRow[];
  inventory: InventoryRow[];
  claims: RewardClaimRow[];
  stock: StockRow[];
  counts: PurchaseCountRow[];
  reservations: ReservationRow[];
  endedReservations: NamedLine[];
  fulfilments: FulfilmentRow[];
}

/** Everything a batch may look at and change, in memory. */
export class Holdings {
  private readonly players = new Map<string, PlayerHoldings>();
  private readonly answers = new Map<string, GivenAnswer>();
  private readonly supply: Supply;

  constructor(accounts: readonly LockedAccount[], facts: LoadedFacts) {
    const shelf = shelve(facts);
    this.supply = new Supply(new Map(facts.stock ?? []));
    for (const account of accounts) this.players.set(account.userId, new PlayerHoldings(account, shelf, this.supply));
    for (const [userId, currency, balance] of facts.wallets ?? []) this.player(userId)?.holdBalance(currency, balance);
    for (const [userId, productId, quantity, purchasedAt] of facts.inventory ?? []) {
      this.player(userId)?.holdItem(productId, { quantity, purchasedAt: new Date(purchasedAt).toISOString() });
    }
    this.holdOrders(facts);
    for (const [userId, ruleId, day, dayAmount, dayTimes, totalAmount, totalTimes, lastAt] of facts.rewardClaims ??
      []) {
      const counted = { day, dayAmount, dayTimes, totalAmount, totalTimes };
      this.player(userId)?.holdClaim(ruleId, { ...counted, lastAtMs: Date.parse(lastAt) });
    }
    for (const [userId, actorId, key, fingerprint, status, body] of facts.answers ?? []) {
      this.keepAnswer({ userId, actorId, key }, { fingerprint, status, body });
    }
  }

  player(userId: string): PlayerHoldings | undefined {
    return this.players.get(userId);
  }

  /** Puts a fork in the place of the player it was made of. */
  adopt(player: PlayerHoldings): void {
    player.joinSupply(this.supply);
    this.players.set(player.account.userId, player);
  }

  answerTo(key: NamedKey): GivenAnswer | undefined {
    return this.answers.get(nameOf(key));
  }

  keepAnswer(key: NamedKey, answer: GivenAnswer): void {
    this.answers.set(nameOf(key), answer);
  }

  /** What is different from what was loaded. */
  changes(): HoldingChanges {
    const players = [...this.players.values()];
    return {
      accounts: players.map((player) => player.accountMove()).filter((move) => move !== null),
      wallets: players.flatMap((player) =>
        [...player.changedCurrencies].map((currency) => ({
          userId: player.account.userId,
          currency,
          balance: player.balance(currency),
        })),
      ),
      inventory: players.flatMap((player) =>
        [...player.changedProducts].map((productId) => ({
          userId: player.account.userId,
          productId,
          ...player.heldItem(productId),
        })),
      ),
      claims: players.flatMap(claimRows),
      stock: this.supply.changes(),
      counts: players.flatMap((player) =>
        player.changedCounts().map((count) => ({ userId: player.account.userId, ...count })),
      ),
      reservations: players.flatMap((player) =>
        player.changedReservations().made.map((each) => ({ userId: player.account.userId, ...each })),
      ),
      endedReservations: players.flatMap((player) =>
        player.changedReservations().ended.map((orderLineId) => ({ userId: player.account.userId, orderLineId })),
      ),
      fulfilments: players.flatMap((player) =>
        player.changedFulfilments().map((line) => ({ userId: player.account.userId, ...line })),
      ),
    };
  }

  private holdOrders({ counts, reservations, debts, fulfilments }: LoadedFacts): void {
    for (const [userId, productId, start, taken] of counts ?? [])
      this.player(userId)?.holdCount(productId, start, taken);
    for (const [userId, orderLineId, productId, quantity, isStockCounted, periodStart] of reservations ?? []) {
      const reservation = { orderLineId, productId, quantity, isStockCounted, periodStart };
      this.player(userId)?.holdReservation(reservation);
    }
    for (const each of [...(debts ?? []), ...(fulfilments ?? [])]) {
      const [userId, orderLineId, orderId, currency, productId, granted, taken, owed, createdAt] = each;
      const line = { orderLineId, orderId, currency, productId, granted, taken, owed, createdAt };
      this.player(userId)?.holdFulfilment(line);
    }
  }
}

function claimRows(player: PlayerHoldings): RewardClaimRow[] {
  return [...player.changedClaims].flatMap((ruleId) => {
    const claim = player.claim(ruleId);
    if (claim === undefined) return [];
    const { lastAtMs, ...counted } = claim;
    return [{ userId: player.account.userId, ruleId, ...counted, lastAt: new Date(lastAtMs).toISOString() }];
  });
}

function nameOf({ userId, actorId, key }: NamedKey): string {
  return `${userId} ${actorId} ${key}`;
}

function shelve(facts: LoadedFacts): Shelf {
  return {
    products: new Map<string, ProductOnShelf>((facts.products ?? []).map((fact) => [fact[0], productOnShelf(fact)])),
    currencies: new Map<string, CurrencyOnShelf>(
      (facts.currencies ?? []).map(([code, kind, maxBalance, isActive]) => [code, { kind, maxBalance, isActive }]),
    ),
    rewardRules: new Map<string, PayRule>((facts.rewardRules ?? []).map(ruleOnShelf)),
  };
}

function productOnShelf(facts: ProductFacts): ProductOnShelf {
  const [id, sku, name, type, isActive, prices, stock = null, quantity = null, period = null, isHidden = false] = facts;
  const limit = quantity === null || period === null ? null : { quantity, period };
  return { id, sku, name, type, isActive, isHidden, prices: prices ?? {}, stock, limit };
}

function ruleOnShelf(facts: RewardRuleFacts): [string, PayRule] {
  const [
    reason,
    id,
    currency,
    amount,
    maxAmount,
    dailyAmount,
    dailyTimes,
    totalAmount,
    totalTimes,
    cooldown,
    isActive,
  ] = facts;
  const rule = {
    id,
    currency,
    amount,
    maxAmount,
    daily: { amount: dailyAmount, times: dailyTimes },
    lifetime: { amount: totalAmount, times: totalTimes },
    cooldownSeconds: cooldown,
    isActive,
  };
  return [reason.toLowerCase(), rule];
}
