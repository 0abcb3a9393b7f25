import { Injectable } from '@nestjs/common';
import type { Accepted } from '../economy/receipt';
import { AuditService, type StaffAction } from '../platform/audit/audit.service';
import { now } from '../platform/clock/clock';
import { joinWrites } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { IdempotencyService } from '../platform/idempotency/idempotency.service';
import type { Actor } from '../platform/security/access';
import { assetName } from './asset-name';
import type { Grant } from './grant.entity';
import { GrantsRepository } from './grants.repository';

/** What happened to a grant, and what is to be remembered with it. */
export interface GrantStep {
  grant: Grant;
  action: Pick<StaffAction, 'action' | 'before' | 'after'>;
  /** Present where the budget of the member of staff pays: the UTC day. */
  spentOn?: string;
  status: number;
  answer: object;
  idempotency?: IdempotentRequest;
}

/** Writes all that comes of a request or a decision, in one statement. */
@Injectable()
export class GrantJournal {
  constructor(
    private readonly grants: GrantsRepository,
    private readonly keys: IdempotencyService,
    private readonly audit: AuditService,
  ) {}

  async write(
    tx: Tx,
    actor: Actor,
    { grant, action, spentOn, status, answer, idempotency }: GrantStep,
  ): Promise<Accepted> {
    const body = JSON.stringify(answer);
    const at = now();
    const spending = { userId: actor.id, asset: assetName(grant.currency, grant.productId), amount: grant.amount };
    const key = { userId: grant.userId, actorId: actor.id, transactionId: grant.transactionId, status, answer: body };
    await tx.send(
      joinWrites([
        this.grants.writePart(grant),
        ...(spentOn === undefined ? [] : [this.grants.spendPart({ ...spending, day: spentOn })]),
        ...this.audit.writeParts([{ actor, subjectId: grant.userId, target: `grant:${grant.id}`, ...action }], at),
        ...(idempotency === undefined
          ? []
          : [this.keys.writePart([{ ...key, ...idempotency, createdAt: at.toISOString() }])]),
      ]),
    );
    return { accepted: true, status, body, replayed: false };
  }
}
