import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import type { Role } from '../platform/security/principal';
import { ProductNotFound } from '../products/products.errors';
import { ProductsService } from '../products/products.service';
import { UnknownCurrency } from '../wallets/wallets.errors';
import { WalletsService } from '../wallets/wallets.service';
import { ANY, assetName } from './asset-name';
import { ceilingOf } from './budget-ceiling';
import { GrantBudget } from './grant-budget.entity';
import { type GrantBudgetView, grantBudgetView } from './grant-budget.view';
import { type BudgetKey, GrantBudgetsRepository } from './grant-budgets.repository';
import { GrantBudgetAboveCeiling } from './grants.errors';

/** What a role may move alone in a day. Exactly one of `currency` and `productId`; either may be `*`. */
export interface NewBudget {
  role: Role;
  currency: string | null;
  productId: string | null;
  perDay: number;
}

@Injectable()
export class GrantBudgetsService {
  constructor(
    private readonly repository: GrantBudgetsRepository,
    private readonly wallets: WalletsService,
    private readonly products: ProductsService,
    private readonly audit: AuditService,
    private readonly unitOfWork: UnitOfWork,
    private readonly config: Config,
  ) {}

  /** In order of role and asset, those after `after`. */
  list(limit: number, after?: BudgetKey): Promise<GrantBudget[]> {
    return this.repository.findPage(limit, after);
  }

  /** @throws GrantBudgetAboveCeiling, UnknownCurrency, ProductNotFound */
  async set(actor: Actor, { role, currency, productId, perDay }: NewBudget): Promise<GrantBudgetView> {
    const asset = assetName(currency, productId);
    const ceiling = ceilingOf(asset, this.config);
    if (perDay > ceiling) throw new GrantBudgetAboveCeiling(ceiling);
    await this.refuseUnknown(currency, productId);
    return this.unitOfWork.run(async (tx) => {
      const before = await this.repository.lock(tx, { role, asset });
      const budget = Object.assign(new GrantBudget(), { role, asset, perDay, updatedAt: now() });
      await this.repository.save(tx, budget);
      await this.audit.record(tx, {
        actor,
        action: 'grant_budget.set',
        target: `grant-budget:${role}:${asset}`,
        before: before === null ? undefined : { perDay: before.perDay },
        after: { perDay },
      });
      return grantBudgetView(budget);
    });
  }

  private async refuseUnknown(currency: string | null, productId: string | null): Promise<void> {
    if (currency === ANY || productId === ANY) return;
    const kinds = await this.wallets.currencyKinds();
    if (currency !== null && kinds.get(currency) !== 'virtual') throw new UnknownCurrency(currency);
    if (productId !== null && (await this.products.findAll([productId])).length === 0) throw new ProductNotFound();
  }
}
