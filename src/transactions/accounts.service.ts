import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import type { AccountStatus } from './account.entity';
import { type AccountMove, AccountsRepository, type LockedAccount } from './accounts.repository';
import { AccountNotFound } from './transactions.errors';

@Injectable()
export class AccountsService {
  constructor(private readonly repository: AccountsRepository) {}

  /** Opens the account of a user who comes into being in this unit of work. */
  open(tx: Tx, userId: string): Promise<void> {
    return this.repository.insert(tx, userId);
  }

  /** @throws AccountNotFound */
  async requireOpen(userId: string): Promise<void> {
    if (!(await this.repository.exists(userId))) throw new AccountNotFound();
  }

  /** Undefined when there is no such account. */
  statusOf(userId: string): Promise<AccountStatus | undefined> {
    return this.repository.findStatus(userId);
  }

  statusesOf(userIds: readonly string[]): Promise<ReadonlyMap<string, AccountStatus>> {
    return this.repository.findStatuses(userIds);
  }

  /**
   * Takes the account and changes its status: nothing that the player began before goes on after it.
   *
   * @returns the status before
   * @throws AccountNotFound
   */
  async setStatus(tx: Tx, userId: string, status: AccountStatus): Promise<AccountStatus> {
    const [account] = await this.repository.lock(tx, [userId]);
    if (account === undefined) throw new AccountNotFound();
    if (account.status !== status) await this.repository.updateStatus(tx, userId, status);
    return account.status;
  }

  /** Holds the accounts of these players until the unit of work ends, locked in the order of their ids. */
  lock(tx: Tx, userIds: readonly string[]): Promise<LockedAccount[]> {
    return this.repository.lock(tx, userIds);
  }

  /** As `lock`, for a unit that plans by keys: a plan that another unit made is not met under the same name. */
  lockForBatch(tx: Tx, userIds: readonly string[]): Promise<LockedAccount[]> {
    return this.repository.lock(tx, userIds, 'lock accounts of a batch');
  }

  /** Which of these players' accounts can be locked without waiting. */
  lockFree(tx: Tx, userIds: readonly string[]): Promise<string[]> {
    return this.repository.lockFree(tx, userIds);
  }

  movePart(moves: readonly AccountMove[]): StatementPart {
    return this.repository.movePart(moves);
  }
}
