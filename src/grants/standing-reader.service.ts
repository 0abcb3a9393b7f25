import { Injectable } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { joinReads } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { IdempotencyService } from '../platform/idempotency/idempotency.service';
import { AccountsService } from '../transactions/accounts.service';
import type { AssetName } from './asset-name';
import { ceilingOf } from './budget-ceiling';
import { Standing, type StandingFacts } from './standing';
import { StandingQuery } from './standing.query';

export interface Concerned {
  /** The player. */
  userId: string;
  /** Who is asking now, whose budget and whose key count. */
  actorId: string;
  /** Who asked first, where somebody decides about it. */
  requesterId?: string;
  asset: AssetName;
  idempotency?: IdempotentRequest;
}

@Injectable()
export class StandingReader {
  constructor(
    private readonly accounts: AccountsService,
    private readonly query: StandingQuery,
    private readonly keys: IdempotencyService,
    private readonly config: Config,
  ) {}

  /** Locks the accounts of all whom it concerns together, then reads what holds as long as they are locked. */
  async lockAndLoad(tx: Tx, { userId, actorId, requesterId, asset, idempotency }: Concerned): Promise<Standing> {
    const staff = requesterId === undefined ? [actorId] : [actorId, requesterId];
    const accounts = await this.accounts.lock(tx, [userId, ...staff]);
    const day = now().toISOString().slice(0, 10);
    const [facts] = await tx.send<StandingFacts>(
      joinReads([
        this.query.rolesPart(staff),
        this.query.budgetsPart(asset),
        this.query.spentPart(actorId, day, asset),
        this.keys.answersPart(idempotency === undefined ? [] : [{ userId, actorId, key: idempotency.key }]),
      ]),
    );
    return new Standing(day, accounts, asset, ceilingOf(asset, this.config), facts);
  }
}
