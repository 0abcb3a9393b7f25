import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { Tx } from '../platform/database/unit-of-work';
import { User } from './user.entity';
import { EmailTaken, UsernameTaken } from './users.errors';

const TAKEN: Record<string, (new () => Error) | undefined> = {
  users_username_key: UsernameTaken,
  users_email_key: EmailTaken,
};

@Injectable()
export class UsersRepository {
  constructor(@InjectRepository(User) private readonly users: Repository<User>) {}

  /**
   * Inserts the user and fills in what the database decides.
   *
   * @throws UsernameTaken
   * @throws EmailTaken
   */
  async insert(tx: Tx, user: User): Promise<void> {
    try {
      await tx.getRepository(User).insert(user);
    } catch (error) {
      const Taken = TAKEN[violatedConstraint(error) ?? ''];
      throw Taken === undefined ? error : new Taken();
    }
  }

  findById(id: string): Promise<User | null> {
    return this.users.findOneBy({ id });
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
}
