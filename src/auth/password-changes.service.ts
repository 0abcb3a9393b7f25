import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { InvalidCredentials, PasswordIsName } from './auth.errors';
import { PasswordResetsRepository } from './password-resets.repository';
import { Passwords } from './passwords';
import type { SessionCaller } from './session-caller';
import type { SessionView } from './session.view';
import { SessionsService } from './sessions.service';

/** A new password ends all that the old one opened: sessions, and links that would set yet another. */
@Injectable()
export class PasswordChangesService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly resets: PasswordResetsRepository,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * By somebody who is logged in and knows the old password; they get a session in place of those that end.
   *
   * @throws InvalidCredentials
   * @throws AccountBlocked
   * @throws PasswordIsName
   */
  async change(userId: string, current: string, wanted: string, caller: SessionCaller): Promise<SessionView> {
    const user = await this.users.findById(userId);
    const isRight = await this.passwords.matches(user?.passwordHash, current);
    if (user === null || !isRight) throw new InvalidCredentials();
    const changed = await this.replace(user, wanted, async (tx) => {
      if (!(await this.users.holdPassword(tx, user))) throw new InvalidCredentials();
    });
    return this.sessions.start(changed, caller);
  }

  /**
   * `proof` throws when what allows the change is true no more: hashing takes a while.
   *
   * @throws AccountBlocked
   * @throws PasswordIsName
   */
  async replace(user: User, wanted: string, proof: (tx: Tx) => Promise<void>): Promise<User> {
    await this.sessions.requireActive(user.id);
    if (isNameOf(user, wanted)) throw new PasswordIsName();
    const passwordHash = await this.passwords.hash(wanted);
    await this.unitOfWork.run(async (tx) => {
      await this.sessions.admit(tx, user.id, () => proof(tx));
      await this.users.setPassword(tx, user.id, passwordHash);
      await this.resets.forget(tx, user.id);
      await this.sessions.revokeAll(tx, user.id);
    });
    return Object.assign(user, { passwordHash });
  }
}

function isNameOf({ username, email }: User, password: string): boolean {
  return [username, email].some((name) => name?.toLowerCase() === password.toLowerCase());
}
