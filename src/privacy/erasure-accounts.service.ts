import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { Forbidden } from '../platform/security/security.errors';
import { AccountsService } from '../transactions/accounts.service';
import { UserNotFound } from '../users/users.errors';
import { LastAdmin } from './privacy.errors';
import { StaffQuery } from './staff.query';

/** The account of somebody who goes: locked, so that nothing they buy is half done, and closed for good. */
@Injectable()
export class ErasureAccounts {
  constructor(
    private readonly accounts: AccountsService,
    private readonly staff: StaffQuery,
  ) {}

  async isErased(userId: string): Promise<boolean> {
    return (await this.accounts.statusOf(userId)) === 'erased';
  }

  /**
   * Holds the account, and those of all admins where one of them goes: two who go at once must see each other.
   *
   * @returns false when somebody else was faster
   * @throws UserNotFound, LastAdmin, Forbidden for an admin who is one no more, whatever their token says
   */
  async lock(tx: Tx, actor: Actor, userId: string): Promise<boolean> {
    const admins = await this.staff.activeAdmins(tx);
    const concerned = admins.includes(userId) ? admins : [];
    const accounts = await this.accounts.lock(tx, [...new Set([userId, actor.id, ...concerned])]);
    const account = accounts.find((each) => each.userId === userId);
    if (account === undefined) throw new UserNotFound();
    if (account.status === 'erased') return false;
    const remaining = await this.staff.activeAdmins(tx);
    if (actor.id !== userId && !remaining.includes(actor.id)) throw new Forbidden();
    if (remaining.includes(userId) && remaining.length === 1) throw new LastAdmin();
    return true;
  }

  async close(tx: Tx, userId: string): Promise<void> {
    await this.accounts.setStatus(tx, userId, 'erased');
  }
}
