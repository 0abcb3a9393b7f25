import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Role } from '../platform/security/principal';
import type { User } from '../users/user.entity';
import { UsersService } from '../users/users.service';
import { InvalidCredentials } from './auth.errors';
import { Passwords } from './passwords';
import { IN_PROCESS, type SessionCaller } from './session-caller';
import type { SessionView } from './session.view';
import { SessionsService } from './sessions.service';

export interface Registration {
  username: string;
  email: string;
  password: string;
}

@Injectable()
export class AuthService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly users: UsersService,
    private readonly passwords: Passwords,
    private readonly sessions: SessionsService,
  ) {}

  /**
   * Makes a player and logs them in.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async register(registration: Registration, caller: SessionCaller = IN_PROCESS): Promise<SessionView> {
    return this.sessions.start(await this.enrol(registration, 'player'), caller);
  }

  /**
   * Makes a user who can log in with a password, in a unit of work of its own: hashing takes longer than a
   * transaction should.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async enrol({ username, email, password }: Registration, role: Role): Promise<User> {
    const passwordHash = await this.passwords.hash(password);
    return this.unitOfWork.run((tx) => this.users.create(tx, { username, email, passwordHash, role }));
  }

  /** Whether this would log them in. */
  async isPassword(usernameOrEmail: string, password: string): Promise<boolean> {
    const user = await this.users.findByLogin(usernameOrEmail);
    return this.passwords.matches(user?.passwordHash, password);
  }

  /**
   * @throws InvalidCredentials with the same words, after the same work, whatever was wrong
   * @throws AccountBlocked only when the password is right: who is blocked is nothing that strangers learn
   */
  async login(usernameOrEmail: string, password: string, caller: SessionCaller = IN_PROCESS): Promise<SessionView> {
    const user = await this.users.findByLogin(usernameOrEmail);
    const isRight = await this.passwords.matches(user?.passwordHash, password);
    if (user === null || !isRight) throw new InvalidCredentials();
    return this.sessions.start(user, caller);
  }
}
