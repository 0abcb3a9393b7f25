import { Injectable } from '@nestjs/common';
import { type HeldUser, requireStanding, StaffAuthority } from '../auth/staff-authority.service';
import type { Tx } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { AccountsService } from '../transactions/accounts.service';
import { AccountBlocked } from '../transactions/transactions.errors';
import { UserNotFound } from '../users/users.errors';
import { LastAdmin } from './privacy.errors';

/** The account of somebody who goes: locked, so that nothing they buy is half done, and closed for good. */
@Injectable()
export class ErasureAccounts {
  constructor(
    private readonly accounts: AccountsService,
    private readonly authority: StaffAuthority,
  ) {}

  async isErased(userId: string): Promise<boolean> {
    return (await this.accounts.statusOf(userId)) === 'erased';
  }

  /**
   * Holds the account, and those of all admins where one of them goes: two who go at once must see each other. Whoever
   * is blocked stays known until an admin decides otherwise: by another proof they would be somebody new the next moment.
   *
   * @returns false when somebody else was faster
   * @throws UserNotFound, LastAdmin, AccountBlocked, Forbidden for an admin who is one no more, whatever their token says
   */
  async lock(tx: Tx, actor: Actor, userId: string): Promise<boolean> {
    const admins = await this.authority.admins(tx);
    const colleagues = admins.includes(userId) ? admins : [];
    const held = await this.authority.holdAll(tx, [actor.id, userId, ...colleagues]);
    const leaving = held.get(userId);
    if (leaving === undefined) throw new UserNotFound();
    if (leaving.status === 'erased') return false;
    if (actor.id !== userId) requireStanding(held.get(actor.id), ['admin']);
    else if (leaving.status !== 'active') throw new AccountBlocked();
    if (isAdmin(leaving) && [...held.values()].filter(isAdmin).length === 1) throw new LastAdmin();
    return true;
  }

  async close(tx: Tx, userId: string): Promise<void> {
    await this.accounts.setStatus(tx, userId, 'erased');
  }
}

function isAdmin({ user, status }: HeldUser): boolean {
  return user.role === 'admin' && status === 'active';
}
