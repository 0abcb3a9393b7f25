import { randomBytes } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { now } from '../clock/clock';
import { joinWrites, type StatementPart } from '../database/statement';
import { newId } from '../database/new-id';
import type { Tx } from '../database/unit-of-work';
import type { Actor } from '../security/access';
import { detailsDigest } from './details-digest';
import { type AuditFilter, AuditRepository, type AuditRow, type RecordedEntry } from './audit.repository';

/** What somebody did to what is not their own. */
export interface StaffAction {
  actor: Actor;
  /** A noun and what was done to it, such as `product.changed`. */
  action: string;
  /** The user whom it concerns: what `before` and `after` say is erased with them. */
  subjectId?: string;
  /** What was changed, such as `product:<id>`. Never a name or an address: it outlives an erasure. */
  target?: string;
  /** JSON; absent where there was nothing before. */
  before?: object;
  /** JSON; absent where nothing is left. */
  after?: object;
}

/** The log of staff actions: each is written in the transaction of what it tells. */
@Injectable()
export class AuditService {
  constructor(private readonly repository: AuditRepository) {}

  async record(tx: Tx, ...actions: readonly StaffAction[]): Promise<void> {
    if (actions.length > 0) await tx.send(joinWrites(this.writeParts(actions)));
  }

  /** For a joined write. */
  writeParts(actions: readonly StaffAction[], at = now()): StatementPart[] {
    return this.repository.writeParts(actions.map((action) => rowOf(action, at)));
  }

  /** Newest first; `before` is the id of the last entry of the page before. */
  list(filter: AuditFilter, limit: number, before?: string): Promise<RecordedEntry[]> {
    return this.repository.find(filter, limit, before);
  }

  /** Forgets what the log says of this user, but not that something was done, when and by whom. */
  eraseDetails(tx: Tx, subjectId: string): Promise<void> {
    return this.repository.eraseDetails(tx, subjectId);
  }
}

function rowOf({ actor, action, subjectId, target, before, after }: StaffAction, at: Date): AuditRow {
  const was = JSON.stringify(before ?? null);
  const is = JSON.stringify(after ?? null);
  const salt = randomBytes(16).toString('hex');
  return {
    id: newId(),
    at: at.toISOString(),
    actorId: actor.id,
    actorRole: actor.role,
    action,
    subjectId: subjectId ?? null,
    target: target ?? null,
    requestId: actor.requestId,
    detailsDigest: detailsDigest(salt, was, is),
    before: was,
    after: is,
    salt,
  };
}
