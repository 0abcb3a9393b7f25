import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import { type Role, STAFF } from '../platform/security/principal';
import { Forbidden } from '../platform/security/security.errors';
import { AccountsService } from '../transactions/accounts.service';
import { UserNotFound } from '../users/users.errors';
import { type StaffUserView, staffUserView, UsersService } from '../users/users.service';
import { SessionsService } from './sessions.service';
import { type HeldUser, StaffAuthority } from './staff-authority.service';
import { StaffPasswordNeeded, StaffToOneself } from './staff.errors';

/** What staff decide about who plays and who works here. */
@Injectable()
export class StaffService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly authority: StaffAuthority,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly sessions: SessionsService,
    private readonly audit: AuditService,
  ) {}

  /**
   * The user's sessions end, so that the next access token knows the new role.
   *
   * @throws StaffToOneself, Forbidden, AccountBlocked, UserNotFound, StaffPasswordNeeded
   */
  async changeRole(actor: Actor, userId: string, role: Role): Promise<StaffUserView> {
    return this.decideAbout(actor, userId, ['admin'], async (tx, { user, status }) => {
      if (role !== 'player' && user.passwordHash === null) throw new StaffPasswordNeeded();
      if (user.role !== role) {
        await this.users.setRole(tx, userId, role);
        await this.sessions.revokeAll(tx, userId);
        const change = { before: { role: user.role }, after: { role } };
        await this.audit.record(tx, { actor, action: 'user.role_changed', subjectId: userId, ...change });
      }
      return staffUserView(Object.assign(user, { role }), status);
    });
  }

  /**
   * Ends the user's sessions, and from now on refuses whatever would change their holdings.
   *
   * @throws StaffToOneself, Forbidden, AccountBlocked, UserNotFound
   */
  block(actor: Actor, userId: string, reason: string): Promise<StaffUserView> {
    return this.changeStatus(actor, userId, 'blocked', reason);
  }

  /** @throws StaffToOneself, Forbidden, AccountBlocked, UserNotFound */
  unblock(actor: Actor, userId: string, reason: string | undefined): Promise<StaffUserView> {
    return this.changeStatus(actor, userId, 'active', reason);
  }

  private changeStatus(
    actor: Actor,
    userId: string,
    status: 'active' | 'blocked',
    reason: string | undefined,
  ): Promise<StaffUserView> {
    return this.decideAbout(actor, userId, STAFF, async (tx, { user, status: before }) => {
      if (before !== status) {
        await this.accounts.setStatus(tx, userId, status);
        if (status === 'blocked') await this.sessions.revokeAll(tx, userId);
        const action = status === 'blocked' ? 'user.blocked' : 'user.unblocked';
        const change = { before: { status: before }, after: { status, reason } };
        await this.audit.record(tx, { actor, action, subjectId: userId, ...change });
      }
      return staffUserView(user, status);
    });
  }

  /** Only admins decide about staff; so one of them always remains. */
  private async decideAbout(
    actor: Actor,
    userId: string,
    allowed: readonly Role[],
    decide: (tx: Tx, held: HeldUser) => Promise<StaffUserView>,
  ): Promise<StaffUserView> {
    if (actor.id === userId) throw new StaffToOneself();
    return this.unitOfWork.run(async (tx) => {
      const held = await this.authority.hold(tx, actor, allowed, userId);
      const concerned = held.get(userId);
      if (concerned === undefined || concerned.status === 'erased') throw new UserNotFound();
      if (STAFF.includes(concerned.user.role) && held.get(actor.id)?.user.role !== 'admin') throw new Forbidden();
      return decide(tx, concerned);
    });
  }
}
