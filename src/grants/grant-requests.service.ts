import { Injectable } from '@nestjs/common';
import type { Accepted, Receipt } from '../economy/receipt';
import { now } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import type { Actor } from '../platform/security/access';
import { STAFF } from '../platform/security/principal';
import { assetName } from './asset-name';
import { GrantJournal } from './grant-journal.service';
import { GrantMover } from './grant-mover.service';
import { Grant } from './grant.entity';
import { grantView } from './grant.view';
import { GrantToOneself } from './grants.errors';
import type { Standing } from './standing';
import { StandingReader } from './standing-reader.service';

/** What a member of staff asks for. */
export type GrantOrder = Pick<Grant, 'kind' | 'userId' | 'currency' | 'productId' | 'amount' | 'reason' | 'ticket'>;

const OK = 200;
const CREATED = 201;
const ACCEPTED = 202;

/** Staff give something or take it back: at once within their budget of the day, else once a second person agrees. */
@Injectable()
export class GrantRequests {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly standings: StandingReader,
    private readonly mover: GrantMover,
    private readonly journal: GrantJournal,
  ) {}

  /**
   * @param dryRun tells what would be answered now; changes nothing, and uses no key up
   * @throws GrantToOneself, AccountNotFound, IdempotencyKeyReused and what the engine refuses with
   */
  async request(
    actor: Actor,
    order: GrantOrder,
    idempotency: IdempotentRequest | undefined,
    dryRun: true | undefined,
  ): Promise<Accepted> {
    const { userId, currency, productId } = order;
    if (userId === actor.id) throw new GrantToOneself();
    const concerned = { userId, actorId: actor.id, asset: assetName(currency, productId), idempotency };
    const receipt = await this.unitOfWork.run(async (tx) => {
      const standing = await this.standings.lockAndLoad(tx, concerned);
      standing.requirePlayer(userId);
      const grant = grantOf(actor, order, standing);
      return dryRun ? this.tryOut(tx, grant) : this.settle(tx, actor, grant, standing, idempotency);
    });
    // After the commit: what the engine refused stays in the player's history, as a failed transaction.
    if (!receipt.accepted) throw receipt.error;
    return receipt;
  }

  private async settle(
    tx: Tx,
    actor: Actor,
    grant: Grant,
    standing: Standing,
    idempotency: IdempotentRequest | undefined,
  ): Promise<Receipt> {
    const earlier = standing.earlierAnswer(idempotency);
    if (earlier !== null) return earlier;
    return grant.status === 'pending'
      ? this.propose(tx, actor, grant, idempotency)
      : this.execute(tx, actor, grant, standing.day, idempotency);
  }

  private async tryOut(tx: Tx, grant: Grant): Promise<Receipt> {
    const moved = await this.mover.tryOut(tx, grant);
    if (!moved.accepted) return moved;
    const outcome = grant.status === 'pending' ? {} : moved.answer;
    const body = JSON.stringify({ dryRun: true, grant: grantView(grant), ...outcome });
    return { accepted: true, status: OK, body, replayed: false };
  }

  private async execute(
    tx: Tx,
    actor: Actor,
    grant: Grant,
    spentOn: string,
    idempotency: IdempotentRequest | undefined,
  ): Promise<Receipt> {
    const moved = await this.mover.moveNew(tx, grant);
    if (!moved.accepted) return moved;
    grant.transactionId = moved.answer.transaction.id;
    const action = { action: `${grant.kind}.executed`, before: moved.before, after: moved.after };
    const answer = { grant: grantView(grant), ...moved.answer };
    return this.journal.write(tx, actor, { grant, action, spentOn, status: CREATED, answer, idempotency });
  }

  /** What could not be done now is not worth a second person's time. */
  private async propose(
    tx: Tx,
    actor: Actor,
    grant: Grant,
    idempotency: IdempotentRequest | undefined,
  ): Promise<Receipt> {
    const moved = await this.mover.tryOut(tx, grant);
    if (!moved.accepted) return moved;
    const { status, currency, productId, amount } = grant;
    const after = { status, asset: assetName(currency, productId), amount };
    const action = { action: `${grant.kind}.requested`, after };
    const answer = { grant: grantView(grant) };
    return this.journal.write(tx, actor, { grant, action, status: ACCEPTED, answer, idempotency });
  }
}

/** `executed` where the budget allows it: that is what is about to happen. */
function grantOf(actor: Actor, order: GrantOrder, standing: Standing): Grant {
  const isWithin = order.amount <= standing.budgetLeft(standing.requireRole(actor.id, STAFF));
  return Object.assign(new Grant(), order, {
    id: newId(),
    status: isWithin ? 'executed' : 'pending',
    requestedBy: actor.id,
    requestedAt: now(),
    decidedBy: null,
    decidedAt: null,
    decisionReason: null,
    transactionId: null,
  });
}
