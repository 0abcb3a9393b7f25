import { Injectable } from '@nestjs/common';
import { InventoryCache } from '../inventory/inventory.cache';
import { AuditService } from '../platform/audit/audit.service';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { Actor } from '../platform/security/access';
import type { User } from '../users/user.entity';
import { UserNotFound } from '../users/users.errors';
import { UsersService } from '../users/users.service';
import { ConfirmationsService } from './confirmations.service';
import type { EraseUserDto } from './dto/erase-user.dto';
import { ErasureAccounts } from './erasure-accounts.service';
import { PersonalDataService } from './personal-data.service';
import { ErasureIncomplete } from './privacy.errors';
import { withoutNames } from './without-names';

/** Takes a person out of the database, in one unit of work. What they bought and were paid stays, under their id. */
@Injectable()
export class ErasuresService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly accounts: ErasureAccounts,
    private readonly confirmations: ConfirmationsService,
    private readonly personalData: PersonalDataService,
    private readonly audit: AuditService,
    private readonly inventoryCache: InventoryCache,
  ) {}

  /**
   * May be repeated: nothing happens to somebody who is erased already.
   *
   * @throws UserNotFound, ErasureIncomplete, InvalidCredentials, AccountBlocked, Forbidden, LastAdmin
   */
  async erase(actor: Actor, userId: string, body: EraseUserDto): Promise<void> {
    if (await this.accounts.isErased(userId)) return;
    const user = await this.users.findById(userId);
    if (user === null) throw new UserNotFound();
    if (actor.id === userId) await this.confirmations.require(user, body);
    else if (body.reason === undefined) throw new ErasureIncomplete('reason');
    const reason = actor.id === userId ? undefined : body.reason;
    await this.unitOfWork.run((tx) => this.eraseLocked(tx, actor, user, reason));
  }

  private async eraseLocked(tx: Tx, actor: Actor, user: User, reason: string | undefined): Promise<void> {
    await this.personalData.eraseBeforeAccount(tx, user.id);
    if (!(await this.accounts.lock(tx, actor, user.id))) return;
    if (actor.id === user.id) await this.confirmations.hold(tx, user);
    await this.personalData.erase(tx, user.id);
    await this.accounts.close(tx, user.id);
    await this.personalData.eraseTold(tx, user.id);
    const after = reason === undefined ? undefined : { reason: withoutNames(reason, [user.email, user.username]) };
    await this.audit.record(tx, { actor, action: 'user.erased', subjectId: user.id, after });
    tx.afterCommit(() => this.inventoryCache.forget([user.id]));
  }
}
