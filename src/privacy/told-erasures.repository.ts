import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';

/** `told_erasures`: who was erased while something that was told of them is still to go. */
@Injectable()
export class ToldErasuresRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(tx: Tx, userId: string): Promise<void> {
    await tx.query('insert into told_erasures (user_id) values ($1) on conflict do nothing', [userId]);
  }

  async delete(tx: Tx, userId: string): Promise<void> {
    await tx.query('delete from told_erasures where user_id = $1', [userId]);
  }

  /** Their ids, who waits longest first. */
  async findAll(): Promise<string[]> {
    const rows = await this.dataSource.query<{ userId: string }[]>(
      'select user_id as "userId" from told_erasures order by erased_at',
    );
    return rows.map(({ userId }) => userId);
  }
}
