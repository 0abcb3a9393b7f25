import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { Tx } from '../platform/database/unit-of-work';
import { isId } from '../platform/http/id';
import type { Role } from '../platform/security/principal';
import { User } from './user.entity';
import { EmailTaken, UsernameTaken } from './users.errors';

const TAKEN: Record<string, (new () => Error) | undefined> = {
  users_username_key: UsernameTaken,
  users_email_key: EmailTaken,
};

/** A user as far as it matters that they are still who they were. */
export type KnownUser = Pick<User, 'id' | 'username' | 'passwordHash' | 'role'>;

@Injectable()
export class UsersRepository {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /**
   * Inserts the user and fills in what the database decides.
   *
   * @throws UsernameTaken, EmailTaken
   */
  async insert(tx: Tx, user: User): Promise<void> {
    await tx.getRepository(User).insert(user).catch(refuseTaken);
  }

  /**
   * Gives a guest what makes a full account. False for everybody else.
   *
   * @throws UsernameTaken, EmailTaken
   */
  async complete(tx: Tx, id: string, account: Pick<User, 'username' | 'email' | 'passwordHash'>): Promise<boolean> {
    const { affected } = await tx
      .getRepository(User)
      .update({ id, isGuest: true }, { ...account, isGuest: false })
      .catch(refuseTaken);
    return affected === 1;
  }

  findById(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
  }

  findAll(tx: Tx, ids: readonly string[]): Promise<User[]> {
    return tx.getRepository(User).findBy({ id: In(ids) });
  }

  async findIds(tx: Tx, role: Role): Promise<string[]> {
    const users = await tx.getRepository(User).find({ select: { id: true }, where: { role } });
    return users.map(({ id }) => id);
  }

  /** The database compares the case of both sides, as its unique indexes do. */
  findByLogin(usernameOrEmail: string): Promise<User | null> {
    return this.users
      .createQueryBuilder('u')
      .where('lower(u.username) = lower(:login) or lower(u.email) = lower(:login)', { login: usernameOrEmail })
      .getOne();
  }

  exists(id: string): Promise<boolean> {
    return this.users.existsBy({ id });
  }

  /** Newest first, those before `before` (an id); `text` begins a username or an email in any case, or is an id. */
  findPage(text: string | undefined, limit: number, before?: string): Promise<User[]> {
    const query = this.users.createQueryBuilder('u');
    if (before !== undefined) query.where('u.id < :before', { before });
    if (text !== undefined) query.andWhere(...matching(text));
    return query.orderBy('u.id', 'DESC').limit(limit).getMany();
  }

  async setRole(tx: Tx, id: string, role: Role): Promise<void> {
    await tx.getRepository(User).update({ id }, { role });
  }

  /** Leaves the row, which others refer to, and nothing personal in it. */
  async erase(tx: Tx, id: string): Promise<void> {
    const nobody = {
      username: `erased-${id}`,
      email: null,
      passwordHash: null,
      isGuest: false,
      role: 'player',
    } as const;
    await tx.getRepository(User).update({ id }, nobody);
  }

  async setPassword(tx: Tx, id: string, passwordHash: string): Promise<void> {
    await tx.getRepository(User).update({ id }, { passwordHash });
  }

  /** The name tells who was erased meanwhile: guests had no password before either. */
  async lockPassword(tx: Tx, { id, username, passwordHash, role }: KnownUser): Promise<boolean> {
    const rows = await tx.send({
      name: 'lock password',
      sql: `
        select 1 as same from users
        where id = $1 and username = $2 and password_hash is not distinct from $3 and role = $4 for share`,
      params: [id, username, passwordHash, role],
    });
    return rows.length > 0;
  }
}

/** Names are compared as the prefix indexes hold them. */
function matching(text: string): [condition: string, parameters: { wanted: string }] {
  const beginning = `${text.replace(/[\\%_]/g, '\\$&')}%`;
  if (isId(text)) return ['u.id = :wanted', { wanted: text }];
  return ['(lower(u.username) like lower(:wanted) or lower(u.email) like lower(:wanted))', { wanted: beginning }];
}

function refuseTaken(error: unknown): never {
  const Taken = TAKEN[violatedConstraint(error) ?? ''];
  throw Taken === undefined ? error : new Taken();
}
