import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import type { Role } from '../platform/security/principal';
import { Forbidden } from '../platform/security/security.errors';
import type { AccountStatus } from '../transactions/account.entity';
import { AccountsService } from '../transactions/accounts.service';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';

/** Somebody whose account is locked. */
export interface HeldUser {
  user: User;
  status: AccountStatus;
}

/** What members of staff may do now: their tokens outlive a change of their role, or a block, by minutes. */
@Injectable()
export class StaffAuthority {
  constructor(
    private readonly accounts: AccountsService,
    private readonly users: UsersService,
  ) {}

  /**
   * Holds the actor, and those whom it concerns, until the unit of work ends: nobody else changes what they are.
   *
   * @returns those who exist, by id
   * @throws Forbidden, AccountBlocked
   */
  async hold(
    tx: Tx,
    actor: Actor,
    allowed: readonly Role[],
    ...concerned: readonly string[]
  ): Promise<ReadonlyMap<string, HeldUser>> {
    const held = await this.holdAll(tx, [actor.id, ...concerned]);
    requireStanding(held.get(actor.id), allowed);
    return held;
  }

  /** Holds them whatever they may do. Those who exist, by id. */
  async holdAll(tx: Tx, ids: readonly string[]): Promise<ReadonlyMap<string, HeldUser>> {
    const statuses = new Map((await this.accounts.lock(tx, ids)).map(({ userId, status }) => [userId, status]));
    const users = await this.users.findAll(tx, ids);
    return new Map(users.map((user) => [user.id, { user, status: statuses.get(user.id) ?? 'erased' }]));
  }

  /** The ids of all admins, blocked ones too. Who of them still is one is certain once they are held. */
  admins(tx: Tx): Promise<string[]> {
    return this.users.idsOf(tx, 'admin');
  }
}

/** @throws Forbidden, AccountBlocked */
export function requireStanding(actor: HeldUser | undefined, allowed: readonly Role[]): void {
  if (actor === undefined || !allowed.includes(actor.user.role)) throw new Forbidden();
  if (actor.status !== 'active') throw new AccountBlocked();
}
