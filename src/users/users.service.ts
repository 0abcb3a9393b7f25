import { Injectable } from '@nestjs/common';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import type { Role } from '../platform/security/principal';
import { AccountsService } from '../transactions/accounts.service';
import { DEFAULT_CURRENCY, WalletsService } from '../wallets/wallets.service';
import { User } from './user.entity';
import { type UserBalance, type UserProfile, userView } from './user.view';
import { UserNotFound } from './users.errors';
import { UsersRepository } from './users.repository';

export { UserView, userView } from './user.view';

export interface NewUser {
  username: string;
  email: string;
  /** Null for those who cannot log in with a password. */
  passwordHash: string | null;
  role: Role;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
  ) {}

  /**
   * Makes a user and opens their account, so that nobody exists who cannot hold anything.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async create(tx: Tx, { username, email, passwordHash, role }: NewUser): Promise<User> {
    const user = Object.assign(new User(), {
      id: newId(),
      username,
      email: email.toLowerCase(),
      passwordHash,
      role,
    });
    await this.repository.insert(tx, user);
    await this.accounts.open(tx, user.id);
    return user;
  }

  findById(id: string): Promise<User | null> {
    return this.repository.findById(id);
  }

  /** By username or email, whatever the case. */
  findByLogin(usernameOrEmail: string): Promise<User | null> {
    return this.repository.findByLogin(usernameOrEmail);
  }

  exists(id: string): Promise<boolean> {
    return this.repository.exists(id);
  }

  /** @throws UserNotFound */
  async profileOf(id: string): Promise<UserProfile> {
    const [user, { balance, balances }] = await Promise.all([this.repository.findById(id), this.holdingsOf(id)]);
    if (user === null) throw new UserNotFound();
    const { createdAt, ...identity } = userView(user);
    return { ...identity, balance, balances, createdAt };
  }

  /** @throws UserNotFound */
  async balanceOf(id: string): Promise<UserBalance> {
    const [isKnown, holdings] = await Promise.all([this.repository.exists(id), this.holdingsOf(id)]);
    if (!isKnown) throw new UserNotFound();
    return { userId: id, ...holdings };
  }

  private async holdingsOf(id: string): Promise<Omit<UserBalance, 'userId'>> {
    const wallets = await this.wallets.balancesOf(id);
    const balances = Object.fromEntries(wallets.map(({ currency, balance }) => [currency, balance]));
    return { balance: balances[DEFAULT_CURRENCY] ?? 0, balances };
  }
}
