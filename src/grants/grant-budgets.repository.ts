import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { GrantBudget } from './grant-budget.entity';

export type BudgetKey = Pick<GrantBudget, 'role' | 'asset'>;

@Injectable()
export class GrantBudgetsRepository {
  constructor(@InjectRepository(GrantBudget) private readonly budgets: Repository<GrantBudget>) {}

  /** In order of role and asset, those after `after`. */
  findPage(limit: number, after?: BudgetKey): Promise<GrantBudget[]> {
    const query = this.budgets.createQueryBuilder('b');
    if (after !== undefined) query.where('(b.role, b.asset) > (:role, :asset)', after);
    return query.orderBy('b.role').addOrderBy('b.asset').limit(limit).getMany();
  }

  lock(tx: Tx, { role, asset }: BudgetKey): Promise<GrantBudget | null> {
    return tx.getRepository(GrantBudget).findOne({ where: { role, asset }, lock: { mode: 'for_no_key_update' } });
  }

  async save(tx: Tx, budget: GrantBudget): Promise<void> {
    await tx.getRepository(GrantBudget).upsert(budget, ['role', 'asset']);
  }
}
