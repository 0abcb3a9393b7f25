import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import type { StatementPart } from '../platform/database/statement';
import { RewardsService } from '../rewards/rewards.service';
import type { Decisions } from './decide';
import type { HoldingChanges } from './holdings';
import { OrderFacts } from './order-facts.service';

/** What only some batches write: a part of the statement that is there when it has rows, so that the others do not pay. */
@Injectable()
export class RareWrites {
  constructor(
    private readonly rewards: RewardsService,
    private readonly audit: AuditService,
    private readonly orders: OrderFacts,
  ) {}

  parts(changes: HoldingChanges, { staffActions }: Decisions): StatementPart[] {
    const { claims } = changes;
    return [
      ...this.orders.writeParts(changes),
      ...(claims.length === 0 ? [] : [this.rewards.claimsWritePart(claims)]),
      ...(staffActions.length === 0 ? [] : this.audit.writeParts(staffActions)),
    ];
  }
}
