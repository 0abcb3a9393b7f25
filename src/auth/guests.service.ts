import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { UsersService } from '../users/users.service';
import type { Registration } from './auth.service';
import { InvalidCredentials, NotAGuest } from './auth.errors';
import { FirstSightService } from './first-sight.service';
import { GuestsRepository } from './guests.repository';
import { Passwords } from './passwords';
import type { SessionCaller } from './session-caller';
import type { SessionView } from './session.view';
import { SessionsService } from './sessions.service';

/** Players without a password: the id of their device, a secret, is who they are. */
@Injectable()
export class GuestsService {
  constructor(
    private readonly repository: GuestsRepository,
    private readonly firstSight: FirstSightService,
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
    private readonly unitOfWork: UnitOfWork,
  ) {}

  /**
   * The guest of this device, made at first sight.
   *
   * @throws AccountBlocked, InvalidCredentials for one who becomes a full account at this very moment
   */
  async enter(deviceId: string, caller: SessionCaller): Promise<{ session: SessionView; isNew: boolean }> {
    const deviceHash = hashOf(deviceId);
    const { userId, isNew } = await this.firstSight.playerOf({
      isGuest: true,
      findUserId: () => this.repository.findUserId(deviceHash),
      claim: (tx, id) => this.repository.insert(tx, deviceHash, id),
    });
    const user = await this.users.findById(userId);
    if (user === null) throw new InvalidCredentials();
    return { session: await this.sessions.start(user, caller), isNew };
  }

  /**
   * Makes a full account of a guest's: id and holdings stay, the device proves nothing any more, and every session
   * ends but the one that begins with this.
   *
   * @throws NotAGuest, UsernameTaken, EmailTaken, AccountBlocked
   */
  async upgrade(userId: string, registration: Registration, caller: SessionCaller): Promise<SessionView> {
    const { username, email, password } = registration;
    if (!(await this.users.findById(userId))?.isGuest) throw new NotAGuest();
    await this.sessions.requireActive(userId);
    const passwordHash = await this.passwords.hash(password);
    const user = await this.unitOfWork.run(async (tx) => {
      const account = { username, email, passwordHash };
      const completed = await this.sessions.admit(tx, userId, () => this.users.complete(tx, userId, account));
      if (completed === null) throw new NotAGuest();
      await this.repository.delete(tx, userId);
      await this.sessions.revokeAll(tx, userId);
      return completed;
    });
    return this.sessions.start(user, caller);
  }

  /** Whether this device is this user's. */
  async isDeviceOf(userId: string, deviceId: string): Promise<boolean> {
    return (await this.repository.findUserId(hashOf(deviceId))) === userId;
  }

  async hasDevice(userId: string): Promise<boolean> {
    return (await this.repository.findByUser(userId)) !== null;
  }

  async erase(tx: Tx, userId: string): Promise<void> {
    await this.repository.delete(tx, userId);
  }
}

/** Prefixed, so that nobody finds it in a table of hashes of device ids that was made for something else. */
function hashOf(deviceId: string): Buffer {
  return hash('sha256', `florin guest device\n${deviceId}`, 'buffer');
}
