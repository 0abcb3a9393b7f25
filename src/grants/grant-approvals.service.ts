import { Injectable } from '@nestjs/common';
import type { Accepted } from '../economy/receipt';
import { now } from '../platform/clock/clock';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import { type Role, STAFF } from '../platform/security/principal';
import { assetName } from './asset-name';
import { GrantJournal } from './grant-journal.service';
import { GrantMover } from './grant-mover.service';
import type { Grant } from './grant.entity';
import { type GrantDetails, grantDetails, grantView } from './grant.view';
import { GrantAlreadyDecided, GrantNotFound, GrantToOneself, OwnApproval, RequesterLeft } from './grants.errors';
import { GrantsRepository } from './grants.repository';
import type { Standing } from './standing';
import { StandingReader } from './standing-reader.service';

/** Who may decide about what is above somebody's budget. */
const DECIDERS: readonly Role[] = ['finance', 'admin'];

const OK = 200;
const CREATED = 201;

/** The second person: agrees to what waits, or does not. The grant is locked first, then the accounts. */
@Injectable()
export class GrantApprovals {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly grants: GrantsRepository,
    private readonly standings: StandingReader,
    private readonly mover: GrantMover,
    private readonly journal: GrantJournal,
  ) {}

  /**
   * Carries out what waits. It counts for nobody's budget: two people answer for it.
   *
   * @throws GrantNotFound, OwnApproval, GrantAlreadyDecided, RequesterLeft and what the engine refuses with: then it
   *   goes on waiting
   */
  async approve(actor: Actor, id: string, idempotency: IdempotentRequest | undefined): Promise<Accepted> {
    const receipt = await this.unitOfWork.run(async (tx) => {
      const { grant, standing } = await this.lock(tx, actor, id, idempotency);
      const earlier = standing.earlierAnswer(idempotency);
      if (earlier !== null) return earlier;
      if (grant.requestedBy === actor.id) throw new OwnApproval();
      refuseUndecidable(grant, actor, standing, DECIDERS);
      if (!standing.isOnStaff(grant.requestedBy)) throw new RequesterLeft();
      const moved = await this.mover.move(tx, grant, actor.id);
      if (!moved.accepted) return moved;
      const transactionId = moved.answer.transaction.id;
      Object.assign(grant, decision(actor, 'executed'), { transactionId });
      const action = { action: `${grant.kind}.approved`, before: moved.before, after: moved.after };
      const answer = { grant: grantView(grant), ...moved.answer };
      return this.journal.write(tx, actor, { grant, action, status: CREATED, answer, idempotency });
    });
    // After the commit: what the engine refused stays in the player's history, as a failed transaction.
    if (!receipt.accepted) throw receipt.error;
    return receipt;
  }

  /**
   * Turns down what waits. Whoever asked for it withdraws it so, even where their role decides about nothing.
   *
   * @throws GrantNotFound, Forbidden, GrantAlreadyDecided
   */
  reject(actor: Actor, id: string, reason: string): Promise<GrantDetails> {
    return this.unitOfWork.run(async (tx) => {
      const { grant, standing } = await this.lock(tx, actor, id, undefined);
      refuseUndecidable(grant, actor, standing, grant.requestedBy === actor.id ? STAFF : DECIDERS);
      const before = { status: grant.status };
      Object.assign(grant, decision(actor, 'rejected'), { decisionReason: reason });
      const action = { action: `${grant.kind}.rejected`, before, after: { status: grant.status, reason } };
      const answer = grantDetails(grant);
      await this.journal.write(tx, actor, { grant, action, status: OK, answer });
      return answer;
    });
  }

  private async lock(tx: Tx, actor: Actor, id: string, idempotency: IdempotentRequest | undefined) {
    const grant = await this.grants.lock(tx, id);
    if (grant === null) throw new GrantNotFound();
    const { userId, requestedBy, currency, productId } = grant;
    const staff = { actorId: actor.id, requesterId: requestedBy };
    const asset = assetName(currency, productId);
    return { grant, standing: await this.standings.lockAndLoad(tx, { userId, ...staff, asset, idempotency }) };
  }
}

function refuseUndecidable(grant: Grant, actor: Actor, standing: Standing, deciders: readonly Role[]): void {
  standing.requireRole(actor.id, deciders);
  if (grant.userId === actor.id) throw new GrantToOneself();
  if (grant.status !== 'pending') throw new GrantAlreadyDecided(grant.status);
}

function decision(actor: Actor, status: 'executed' | 'rejected') {
  return { status, decidedBy: actor.id, decidedAt: now() };
}
