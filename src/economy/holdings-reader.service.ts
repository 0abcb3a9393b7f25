import { Injectable } from '@nestjs/common';
import { InventoryService } from '../inventory/inventory.service';
import { joinReads, type Statement } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { IdempotencyService, type NamedKey } from '../platform/idempotency/idempotency.service';
import { ProductsService } from '../products/products.service';
import { AccountsService } from '../transactions/accounts.service';
import { WalletsService } from '../wallets/wallets.service';
import type { Command } from './command';
import { Holdings, type LoadedFacts } from './holdings';

/**
 * Point lookups by key, whatever the statistics say: a plan made while tables were small would scan them for as long
 * as the connection lives.
 */
const PLAN_BY_KEYS: Statement = {
  name: 'plan by keys',
  sql: `select set_config('plan_cache_mode', 'force_generic_plan', true), set_config('enable_seqscan', 'off', true),
    set_config('enable_hashjoin', 'off', true), set_config('enable_mergejoin', 'off', true)`,
  params: [],
};

/** Locks the players of a batch and loads what its commands name, in one round trip. */
@Injectable()
export class HoldingsReader {
  constructor(
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
    private readonly inventory: InventoryService,
    private readonly products: ProductsService,
    private readonly keys: IdempotencyService,
  ) {}

  /** Lock and load are two statements: the load needs a snapshot taken after the locks were had. */
  async lockAndLoad(tx: Tx, commands: readonly Command[]): Promise<Holdings> {
    const userIds = unique(commands.map(({ userId }) => userId));
    const [, accounts, [facts]] = await Promise.all([
      tx.send(PLAN_BY_KEYS),
      this.accounts.lock(tx, userIds),
      tx.send<LoadedFacts>(this.loadStatement(userIds, commands)),
    ]);
    return new Holdings(accounts, facts);
  }

  private loadStatement(userIds: readonly string[], commands: readonly Command[]): Statement {
    return joinReads([
      this.wallets.walletsPart(userIds),
      this.inventory.inventoryPart(namedItems(commands)),
      this.products.productsPart(unique(commands.flatMap((c) => ('productId' in c ? [c.productId] : [])))),
      this.wallets.currenciesPart(unique(commands.flatMap((c) => ('currency' in c ? [c.currency] : [])))),
      this.keys.answersPart(namedKeys(commands)),
    ]);
  }
}

function unique(values: readonly string[]): string[] {
  return [...new Set(values)];
}

function namedItems(commands: readonly Command[]): { userId: string; productId: string }[] {
  const items = new Map<string, { userId: string; productId: string }>();
  for (const command of commands) {
    if (!('productId' in command)) continue;
    const { userId, productId } = command;
    items.set(`${userId} ${productId}`, { userId, productId });
  }
  return [...items.values()];
}

/** A key named twice is found twice, which does no harm. */
function namedKeys(commands: readonly Command[]): NamedKey[] {
  return commands.flatMap(({ userId, actorId, idempotency }) =>
    idempotency === undefined ? [] : [{ userId, actorId, key: idempotency.key }],
  );
}
