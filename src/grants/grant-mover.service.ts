import { Injectable } from '@nestjs/common';
import type { Asset } from '../economy/command';
import { EconomyService } from '../economy/economy.service';
import type { Refused } from '../economy/receipt';
import type { Tx } from '../platform/database/unit-of-work';
import type { Grant, GrantKind } from './grant.entity';

/** What the engine answers: the transaction, and what the player holds of the asset after it. */
interface MoveAnswer {
  transaction: { id: string };
  balance?: number;
  item?: { quantity: number };
}

/** A move that was made, or that would have been. */
export interface Moved {
  accepted: true;
  answer: MoveAnswer;
  /** What the player held before and holds after it, by currency or product. */
  before: Record<string, number>;
  after: Record<string, number>;
}

const COMMANDS = { grant: 'grant', revocation: 'revoke' } as const satisfies Record<GrantKind, string>;

/** Has the engine move what a grant says. */
@Injectable()
export class GrantMover {
  constructor(private readonly economy: EconomyService) {}

  /** A refusal comes back as a value: its failed transaction is to be kept, for support to see. */
  move(tx: Tx, grant: Grant, approverId: string | null): Promise<Moved | Refused> {
    return this.apply(tx, grant, { grantId: grant.id, approverId });
  }

  /** `move` for a grant that is kept only if it is carried out: the failed transaction must not name it. */
  async moveNew(tx: Tx, grant: Grant): Promise<Moved | Refused> {
    const tried = await this.tryOut(tx, grant);
    return this.apply(tx, grant, { grantId: tried.accepted ? grant.id : null, approverId: null });
  }

  /** What `move` would come to. Changes nothing. */
  tryOut(tx: Tx, grant: Grant): Promise<Moved | Refused> {
    return this.apply(tx, grant, { grantId: grant.id, approverId: null, dryRun: true });
  }

  private async apply(
    tx: Tx,
    grant: Grant,
    named: { grantId: string | null; approverId: string | null; dryRun?: true },
  ): Promise<Moved | Refused> {
    const parties = { userId: grant.userId, actorId: grant.requestedBy, ...named };
    const command = { kind: COMMANDS[grant.kind], ...parties, ...assetOf(grant) };
    const [receipt] = await this.economy.apply(tx, [command]);
    if (!receipt.accepted) return receipt;
    const { transaction, balance, item } = JSON.parse(receipt.body) as MoveAnswer;
    const held = balance ?? item?.quantity ?? 0;
    const asset = grant.currency ?? grant.productId ?? '';
    const before = { [asset]: grant.kind === 'grant' ? held - grant.amount : held + grant.amount };
    return { accepted: true, answer: { transaction, balance, item }, before, after: { [asset]: held } };
  }
}

function assetOf({ currency, productId, amount }: Grant): Asset {
  return currency === null ? { productId: productId ?? '', quantity: amount } : { currency, amount };
}
