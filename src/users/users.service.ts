import { Injectable } from '@nestjs/common';
import { now } from '../platform/clock/clock';
import { newId } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';
import type { Role } from '../platform/security/principal';
import { AccountsService } from '../transactions/accounts.service';
import { LedgerService } from '../transactions/ledger.service';
import { type Balance, DEFAULT_CURRENCY, WalletsService } from '../wallets/wallets.service';
import { User } from './user.entity';
import { type StaffUserView, staffUserView, type UserBalance, type UserProfile, userView } from './user.view';
import { UserNotFound } from './users.errors';
import { type KnownUser, UsersRepository } from './users.repository';

export { StaffUserView, staffUserView, UserView, userView } from './user.view';

export interface NewUser {
  username: string;
  email: string | null;
  /** Null for those who cannot log in with a password. */
  passwordHash: string | null;
  role: Role;
  isGuest?: boolean;
}

/** What a guest chooses to be known by. */
export interface FullAccount {
  username: string;
  email: string;
  passwordHash: string;
}

@Injectable()
export class UsersService {
  constructor(
    private readonly repository: UsersRepository,
    private readonly accounts: AccountsService,
    private readonly wallets: WalletsService,
    private readonly ledger: LedgerService,
  ) {}

  /**
   * Makes a user and opens their account, so that nobody exists who cannot hold anything.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async create(tx: Tx, { username, email, passwordHash, role, isGuest = false }: NewUser): Promise<User> {
    const user = Object.assign(new User(), {
      id: newId(),
      username,
      email: email?.toLowerCase() ?? null,
      passwordHash,
      role,
      isGuest,
      createdAt: now(),
    });
    await this.repository.insert(tx, user);
    await this.accounts.open(tx, user.id);
    return user;
  }

  findById(id: string): Promise<User | null> {
    return this.repository.findById(id);
  }

  /**
   * Makes a full account of a guest's; null for those who are no guests, or no more.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async complete(tx: Tx, id: string, { username, email, passwordHash }: FullAccount): Promise<User | null> {
    const isDone = await this.repository.complete(tx, id, { username, email: email.toLowerCase(), passwordHash });
    return isDone ? (await this.repository.findAll(tx, [id]))[0] : null;
  }

  setRole(tx: Tx, id: string, role: Role): Promise<void> {
    return this.repository.setRole(tx, id, role);
  }

  /** Nobody is known by this id any more; what they held and did stays under it. */
  erase(tx: Tx, id: string): Promise<void> {
    return this.repository.erase(tx, id);
  }

  /**
   * As staff find them, newest first. `text` begins a username or an email, or is an id; `before` is the id of the
   * last of the page before.
   */
  async search(text: string | undefined, limit: number, before?: string): Promise<StaffUserView[]> {
    const users = await this.repository.findPage(text, limit, before);
    const statuses = await this.accounts.statusesOf(users.map(({ id }) => id));
    return users.map((user) => staffUserView(user, statuses.get(user.id) ?? 'erased'));
  }

  /** Those of these users who exist, as this unit of work sees them. */
  findAll(tx: Tx, ids: readonly string[]): Promise<User[]> {
    return this.repository.findAll(tx, ids);
  }

  idsOf(tx: Tx, role: Role): Promise<string[]> {
    return this.repository.findIds(tx, role);
  }

  /** By username or email, whatever the case. */
  findByLogin(usernameOrEmail: string): Promise<User | null> {
    return this.repository.findByLogin(usernameOrEmail);
  }

  exists(id: string): Promise<boolean> {
    return this.repository.exists(id);
  }

  setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    return this.repository.setPassword(tx, id, passwordHash);
  }

  /** Whether they are still who was read, with the same password; until the unit of work ends it stays so. */
  holdPassword(tx: Tx, user: KnownUser): Promise<boolean> {
    return this.repository.lockPassword(tx, user);
  }

  /** @throws UserNotFound */
  async profileOf(id: string, { withStatus }: { withStatus: boolean }): Promise<UserProfile> {
    const [user, wallets, status] = await Promise.all([
      this.repository.findById(id),
      this.wallets.balancesOf(id),
      withStatus ? this.accounts.statusOf(id) : undefined,
    ]);
    if (user === null) throw new UserNotFound();
    const { createdAt, ...identity } = userView(user);
    return { ...identity, status, ...holdings(wallets), createdAt };
  }

  /** @throws UserNotFound */
  async balanceOf(id: string): Promise<UserBalance> {
    const [isKnown, wallets] = await Promise.all([this.repository.exists(id), this.wallets.balancesOf(id)]);
    if (!isKnown) throw new UserNotFound();
    return { userId: id, ...holdings(wallets) };
  }

  /** As the ledger tells it of a past moment; in the future it is what it is now. @throws UserNotFound */
  async balanceAt(id: string, at: string): Promise<UserBalance> {
    const [isKnown, held] = await Promise.all([this.repository.exists(id), this.ledger.balancesAt(id, at)]);
    if (!isKnown) throw new UserNotFound();
    return { userId: id, at, ...holdings(held) };
  }
}

function holdings(wallets: readonly Balance[]): Pick<UserBalance, 'balance' | 'balances'> {
  const balances = Object.fromEntries(wallets.map(({ currency, balance }) => [currency, balance]));
  return { balance: balances[DEFAULT_CURRENCY] ?? 0, balances: { [DEFAULT_CURRENCY]: 0, ...balances } };
}
