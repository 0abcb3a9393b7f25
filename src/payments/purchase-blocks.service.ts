import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { AccountsService } from '../transactions/accounts.service';
import { type PurchaseBlockView, purchaseBlockView } from './purchase-block.view';
import { PurchaseBlocksRepository } from './purchase-blocks.repository';

/** Who may not buy with money, and how it ends. */
@Injectable()
export class PurchaseBlocksService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PurchaseBlocksRepository,
    private readonly accounts: AccountsService,
    private readonly audit: AuditService,
  ) {}

  /** @throws AccountNotFound */
  async list(userId: string): Promise<PurchaseBlockView[]> {
    await this.accounts.requireOpen(userId);
    return (await this.repository.findByUser(userId)).map(purchaseBlockView);
  }

  /**
   * May be repeated.
   *
   * @throws AccountNotFound
   */
  async lift(actor: Actor, userId: string): Promise<void> {
    await this.accounts.requireOpen(userId);
    await this.unitOfWork.run(async (tx) => {
      const lifted = await this.repository.lift(tx, userId, actor.id);
      if (lifted > 0) await this.audit.record(tx, { actor, action: 'user.purchases_allowed', subjectId: userId });
    });
  }
}
