import type { InventoryFacts } from '../inventory/inventory.service';
import type { InventoryRow } from '../inventory/inventory.repository';
import type { NamedKey, StoredAnswer } from '../platform/idempotency/idempotency.service';
import type { ProductFacts } from '../products/products.service';
import type { AccountMove, LockedAccount } from '../transactions/accounts.repository';
import type { WalletRow } from '../wallets/wallets.repository';
import type { RewardClaimFacts, RewardClaimRow, RewardRuleFacts } from '../rewards/rewards.service';
import type { CurrencyFacts } from '../wallets/wallets.service';
import { type CurrencyOnShelf, PlayerHoldings, type ProductOnShelf, type Shelf } from './player-holdings';
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
}

/** Everything a batch may look at and change, in memory. */
export class Holdings {
  private readonly players = new Map<string, PlayerHoldings>();
  private readonly answers = new Map<string, GivenAnswer>();

  constructor(accounts: readonly LockedAccount[], facts: LoadedFacts) {
    const shelf = shelve(facts);
    for (const account of accounts) this.players.set(account.userId, new PlayerHoldings(account, shelf));
    for (const [userId, currency, balance] of facts.wallets ?? []) this.player(userId)?.holdBalance(currency, balance);
    for (const [userId, productId, quantity, purchasedAt] of facts.inventory ?? []) {
      this.player(userId)?.holdItem(productId, { quantity, purchasedAt: new Date(purchasedAt).toISOString() });
    }
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
    };
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
    products: new Map<string, ProductOnShelf>(
      (facts.products ?? []).map(([id, sku, name, type, isActive, prices]) => [
        id,
        { id, sku, name, type, isActive, prices: prices ?? {} },
      ]),
    ),
    currencies: new Map<string, CurrencyOnShelf>(
      (facts.currencies ?? []).map(([code, kind, maxBalance, isActive]) => [code, { kind, maxBalance, isActive }]),
    ),
    rewardRules: new Map<string, PayRule>((facts.rewardRules ?? []).map(ruleOnShelf)),
  };
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
