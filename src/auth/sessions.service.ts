import { Injectable, Logger } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { Config } from '../platform/config/config';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import { DomainError } from '../platform/errors/domain-error';
import { OutboxService } from '../platform/outbox/outbox.service';
import { AccountsService } from '../transactions/accounts.service';
import { AccountBlocked } from '../transactions/transactions.errors';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import {
  InvalidCredentials,
  RefreshTokenInvalid,
  RefreshTokenMissing,
  RefreshTokenReused,
  SessionNotFound,
} from './auth.errors';
import { PlayerCameByClick } from './auth.events';
import type { Presented } from './refresh-cookie';
import type { SessionCaller } from './session-caller';
import { SessionHandover } from './session-handover';
import type { Session } from './session.entity';
import { newToken, type OneTimeToken, tokenHash } from './session-token';
import type { SessionView } from './session.view';
import { SessionsRepository } from './sessions.repository';

/**
 * Sessions: a chain of refresh tokens, each of which is good for one access token and its successor. A token that comes
 * a second time was stolen, from us or from the thief, so the whole chain ends.
 *
 * But answers get lost. For half a minute a token is taken again whose successor nobody has used: that successor ends,
 * and another takes its place. One token of a session is good at any time, so of two who share one by theft the second
 * to come back shows one that is not, and the chain ends then.
 */
@Injectable()
export class SessionsService {
  private readonly logger = new Logger(SessionsService.name);

  constructor(
    private readonly config: Config,
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: SessionsRepository,
    private readonly users: UsersService,
    private readonly accounts: AccountsService,
    private readonly handover: SessionHandover,
    private readonly outbox: OutboxService,
  ) {}

  /**
   * Opens a session for somebody who has just proven who they are; of a hundred the one that was not used for longest
   * ends.
   *
   * @throws AccountBlocked
   * @throws InvalidCredentials when their password was changed since they were looked up
   */
  async start(user: User, caller: SessionCaller): Promise<SessionView> {
    await this.requireActive(user.id);
    const session = { id: newId(), userId: user.id, userAgent: caller.userAgent };
    const token = newToken('flr_');
    await this.unitOfWork.run(async (tx) => {
      await this.admit(tx, user.id, async () => {
        if (!(await this.users.holdPassword(tx, user))) throw new InvalidCredentials();
      });
      await this.repository.insert(tx, session, token.hash, this.config.refreshTtlSeconds);
      await this.noteClick(tx, user.id, caller);
    });
    return this.handover.give(user, session.id, token, caller);
  }

  /**
   * Takes a refresh token for the next one. Of many that bring the same one at once, the last has the one that is good.
   *
   * @throws RefreshTokenMissing
   * @throws RefreshTokenInvalid
   * @throws RefreshTokenReused after the whole session was ended
   * @throws AccountBlocked
   */
  async refresh({ token: text, caller }: Presented): Promise<SessionView> {
    if (text === undefined) throw new RefreshTokenMissing();
    const spent = tokenHash(text);
    const userId = await this.repository.findUserOf(spent);
    const user = userId === null ? null : await this.users.findById(userId);
    if (user === null) throw new RefreshTokenInvalid();
    await this.requireActive(user.id);
    const next = newToken('flr_');
    const rotated = await this.unitOfWork.run((tx) => this.rotate(tx, spent, next));
    if (rotated instanceof DomainError) throw rotated;
    return this.handover.give(user, rotated, next, caller);
  }

  /** Ends the session of this token, if there is one, whether or not the token was used before. */
  async end({ token, caller }: Presented): Promise<void> {
    if (token !== undefined) {
      await this.unitOfWork.run((tx) => this.repository.revokeByToken(tx, tokenHash(token)));
    }
    this.handover.takeBack(caller);
  }

  /** @throws AccountBlocked */
  async requireActive(userId: string): Promise<void> {
    if ((await this.accounts.statusOf(userId)) !== 'active') throw new AccountBlocked();
  }

  /**
   * Holds the account, so that nobody blocks or erases it before the unit of work ends: who was looked up outside of it
   * may be shut out by now. `proof` throws when they are not who they were; it comes first, for strangers learn nothing
   * of a block.
   *
   * @throws AccountBlocked
   */
  async admit<T>(tx: Tx, userId: string, proof: () => Promise<T>): Promise<T> {
    const [account] = await this.accounts.lock(tx, [userId]);
    const proven = await proof();
    if (account?.status !== 'active') throw new AccountBlocked();
    return proven;
  }

  /** Those that hold, newest first; `before` is the id of the last of the page before. */
  list(userId: string, limit: number, before?: string): Promise<Session[]> {
    return this.repository.findLive(userId, limit, before);
  }

  /** @throws SessionNotFound also for one that is somebody else's */
  async endOne(userId: string, id: string): Promise<void> {
    const isTheirs = await this.unitOfWork.run((tx) => this.repository.revoke(tx, id, userId));
    if (!isTheirs) throw new SessionNotFound();
  }

  async endAll(userId: string): Promise<void> {
    await this.unitOfWork.run((tx) => this.revokeAll(tx, userId));
  }

  /** No session of this user can be refreshed any more; access tokens that are out hold until they expire. */
  revokeAll(tx: Tx, userId: string): Promise<void> {
    return this.repository.revokeAll(tx, userId);
  }

  /** Everything that is known of this user's sessions goes with them. */
  erase(tx: Tx, userId: string): Promise<void> {
    return this.repository.deleteAll(tx, userId);
  }

  /** The session's id or, as a value so that what was revoked stays revoked, the refusal. */
  private async rotate(tx: Tx, spent: Buffer, next: OneTimeToken): Promise<string | DomainError> {
    const sessionId = await this.repository.lockLive(tx, spent);
    if (sessionId === null) return new RefreshTokenInvalid();
    if (await this.repository.spend(tx, spent)) {
      await this.repository.renew(tx, sessionId, spent, next.hash, this.config.refreshTtlSeconds);
      return sessionId;
    }
    await this.repository.revokeByToken(tx, spent);
    tx.afterCommit(() => {
      this.logger.warn(`A refresh token of session ${sessionId} came a second time; the session was ended.`);
    });
    return new RefreshTokenReused();
  }

  private async noteClick(tx: Tx, userId: string, { clickId }: SessionCaller): Promise<void> {
    if (clickId === null) return;
    await this.outbox.add(tx, [new PlayerCameByClick(userId, clickId, now().toISOString())]);
  }
}
