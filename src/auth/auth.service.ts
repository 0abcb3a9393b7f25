import { Injectable } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import type { Role } from '../platform/security/principal';
import type { User } from '../users/user.entity';
import { UsersService, userView } from '../users/users.service';
import { AccessTokens } from './access-tokens';
import { InvalidCredentials } from './auth.errors';
import { Passwords } from './passwords';
import type { SessionView } from './session.view';

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
    private readonly accessTokens: AccessTokens,
  ) {}

  /**
   * Makes a player and logs them in.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async register(registration: Registration): Promise<SessionView> {
    return this.session(await this.enrol(registration, 'player'));
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

  /** @throws InvalidCredentials with the same words, after the same work, whatever was wrong */
  async login(usernameOrEmail: string, password: string): Promise<SessionView> {
    const user = await this.users.findByLogin(usernameOrEmail);
    const isRight = await this.passwords.matches(user?.passwordHash, password);
    if (user === null || !isRight) throw new InvalidCredentials();
    return this.session(user);
  }

  private session(user: User): SessionView {
    return { ...this.accessTokens.issue(user), user: userView(user) };
  }
}
