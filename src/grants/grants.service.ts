import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { AccountsService } from '../transactions/accounts.service';
import { type GrantDetails, grantDetails } from './grant.view';
import { type GrantFilter, GrantsRepository } from './grants.repository';

@Injectable()
export class GrantsService {
  constructor(
    private readonly repository: GrantsRepository,
    private readonly accounts: AccountsService,
  ) {}

  /**
   * Newest first; `before` is the id of the last grant of the page before.
   *
   * @throws AccountNotFound for a player who does not exist
   */
  async list(filter: GrantFilter, limit: number, before?: string): Promise<GrantDetails[]> {
    const grants = await this.repository.findPage(filter, limit, before);
    if (grants.length === 0 && filter.userId !== undefined) await this.accounts.requireOpen(filter.userId);
    return grants.map(grantDetails);
  }

  /** What staff gave this player and took back, for them to take away: everything but who of the staff it was. */
  async exportOf(userId: string): Promise<object[]> {
    const grants = await this.repository.findByUser(userId);
    return grants.map(grantDetails).map(({ id, kind, status, requestedAt, decidedAt, transactionId, ...details }) => {
      const { currency, amount, productId, quantity, reason, ticket, decisionReason } = details;
      const moved = { currency, amount, productId, quantity };
      const texts = { reason, ticket, decisionReason };
      return { id, kind, status, ...moved, ...texts, requestedAt, decidedAt, transactionId };
    });
  }

  /**
   * Forgets what staff wrote about this player; what was moved stays. Grants are locked before accounts everywhere, so
   * this comes before the account is.
   */
  erase(tx: Tx, userId: string): Promise<void> {
    return this.repository.eraseTexts(tx, userId);
  }
}
