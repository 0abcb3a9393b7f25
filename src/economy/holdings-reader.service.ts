import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import { joinReads, type Statement } from '../platform/database/statement';
import { transactionSettings } from '../platform/database/transaction-settings';
import type { Tx } from '../platform/database/unit-of-work';
import { IdempotencyService, type NamedKey } from '../platform/idempotency/idempotency.service';
import { ProductsService } from '../products/products.service';
import { AccountsService } from '../transactions/accounts.service';
import { WalletsService } from '../wallets/wallets.service';
import { RewardsService } from '../rewards/rewards.service';
import { type Command, isSupplyCommand, type SingleCommand, singleCommands, type SupplyCommand } from './command';
import { Holdings, type LoadedFacts } from './holdings';
import { OrderFacts } from './order-facts.service';

/**
 * Point lookups by key, whatever the statistics say: a plan made while tables were small would scan them for as long
 * as the connection lives.
 */
export const PLAN_BY_KEYS = transactionSettings({
  plan_cache_mode: 'force_generic_plan',
  enable_seqscan: 'off',
  enable_hashjoin: 'off',
  enable_mergejoin: 'off',
});

/** Locks the players of a batch and loads what its commands name, in one round trip. Its unit must have set `PLAN_BY_KEYS`. */
@Injectable()
export class HoldingsReader {
  constructor(
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
    private readonly inventory: InventoryService,
    private readonly products: ProductsService,
    private readonly keys: IdempotencyService,
    private readonly rewards: RewardsService,
    private readonly orders: OrderFacts,
  ) {}

  /** Lock and load are two statements: the load needs a snapshot taken after the locks were had. */
  async lockAndLoad(tx: Tx, commands: readonly Command[]): Promise<Holdings> {
    const userIds = unique(commands.map(({ userId }) => userId));
    const [accounts, [facts]] = await Promise.all([
      this.accounts.lockForBatch(tx, userIds),
      tx.send<LoadedFacts>(this.loadStatement(userIds, commands)),
    ]);
    return new Holdings(accounts, facts);
  }

  private loadStatement(userIds: readonly string[], commands: readonly Command[]): Statement {
    const singles = commands.flatMap(singleCommands);
    const supply = commands.filter(isSupplyCommand);
    const earns = singles.filter((command) => command.kind === 'earn');
    return joinReads([
      this.wallets.walletsPart(userIds),
      this.inventory.inventoryPart(namedItems(singles)),
      this.products.productsPart(unique([...singles, ...supply].flatMap(productsOf))),
      ...(earns.length === 0
        ? [this.wallets.currenciesPart(unique(singles.flatMap(({ currency }) => currency ?? [])))]
        : [
            // Which currency a rule pays in is not known before it is read.
            this.wallets.everyCurrencyPart(),
            this.rewards.rulesPart(unique(earns.map(({ reason }) => reason))),
            this.rewards.claimsPart(earns.map(({ userId, reason }) => ({ userId, reason }))),
          ]),
      this.keys.answersPart(namedKeys(commands)),
      ...this.orders.readParts(userIds, singles, supply),
    ]);
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function namedItems(commands: readonly SingleCommand[]): { userId: string; productId: string }[] {
  const items = new Map<string, { userId: string; productId: string }>();
  for (const command of commands) {
    const { userId } = command;
    for (const productId of productsOf(command)) items.set(`${userId} ${productId}`, { userId, productId });
  }
  return [...items.values()];
}

function productsOf(command: SingleCommand | SupplyCommand): readonly string[] {
  if ('lines' in command) return command.lines.map(({ productId }) => productId);
  return command.productId === undefined ? [] : [command.productId];
}

/** A key named twice is found twice, which does no harm. */
function namedKeys(commands: readonly Command[]): NamedKey[] {
  return commands.flatMap(({ userId, actorId, idempotency }) =>
    idempotency === undefined ? [] : [{ userId, actorId, key: idempotency.key }],
  );
}
