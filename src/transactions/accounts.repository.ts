import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, Repository } from 'typeorm';
import type { StatementPart } from '../platform/database/statement';
import type { Tx } from '../platform/database/unit-of-work';
import { Account, type AccountStatus } from './account.entity';

export interface LockedAccount {
  userId: string;
  status: AccountStatus;
  lastSeq: number;
  /** Milliseconds since the epoch; -Infinity before the first entry. */
  lastEntryAt: number;
}

export interface AccountMove {
  userId: string;
  lastSeq: number;
  lastEntryAt: string;
}

@Injectable()
export class AccountsRepository {
  constructor(@InjectRepository(Account) private readonly accounts: Repository<Account>) {}

  exists(userId: string): Promise<boolean> {
    return this.accounts.existsBy({ userId });
  }

  async findStatus(userId: string): Promise<AccountStatus | undefined> {
    return (await this.accounts.findOneBy({ userId }))?.status;
  }

  async findStatuses(userIds: readonly string[]): Promise<ReadonlyMap<string, AccountStatus>> {
    const accounts = await this.accounts.findBy({ userId: In(userIds) });
    return new Map(accounts.map(({ userId, status }) => [userId, status]));
  }

  async updateStatus(tx: Tx, userId: string, status: AccountStatus): Promise<void> {
    await tx.getRepository(Account).update({ userId }, { status });
  }

  async insert(tx: Tx, userId: string): Promise<void> {
    await tx.getRepository(Account).insert({ userId });
  }

  /** Everybody who locks accounts does it in this order, so that two batches never wait for each other. */
  async lock(tx: Tx, userIds: readonly string[], name = 'lock accounts'): Promise<LockedAccount[]> {
    const rows = await tx.send<{ user_id: string; status: AccountStatus; last_seq: string; last_ms: string }>({
      name,
      sql: `
        select user_id, status, last_seq, extract(epoch from last_entry_at) * 1000 as last_ms
        from accounts where user_id = any($1::uuid[])
        order by user_id for no key update`,
      params: [userIds],
    });
    return rows.map((row) => ({
      userId: row.user_id,
      status: row.status,
      lastSeq: Number(row.last_seq),
      lastEntryAt: Number(row.last_ms),
    }));
  }

  async lockFree(tx: Tx, userIds: readonly string[]): Promise<string[]> {
    const rows = await tx.send<{ user_id: string }>({
      name: 'lock free accounts',
      sql: `select user_id from accounts where user_id = any($1::uuid[]) order by user_id for no key update skip locked`,
      params: [userIds],
    });
    return rows.map((row) => row.user_id);
  }

  movePart(moves: readonly AccountMove[]): StatementPart {
    return {
      name: 'accounts',
      sql: `
        update accounts a set last_seq = moved.last_seq, last_entry_at = moved.last_entry_at
        from unnest($1::uuid[], $2::bigint[], $3::timestamptz[]) as moved(user_id, last_seq, last_entry_at)
        where a.user_id = moved.user_id`,
      params: [moves.map((m) => m.userId), moves.map((m) => m.lastSeq), moves.map((m) => m.lastEntryAt)],
    };
  }
}
