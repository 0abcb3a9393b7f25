import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';

/** Whose events are to go, and their going. */
@Injectable()
export class EventErasuresRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(tx: Tx, userId: string): Promise<void> {
    await tx.query('insert into event_erasures (user_id) values ($1) on conflict do nothing', [userId]);
  }

  async delete(tx: Tx, userId: string): Promise<void> {
    await tx.query('delete from event_erasures where user_id = $1', [userId]);
  }

  /** The ids of those who were erased before then. */
  async findBefore(ms: number): Promise<string[]> {
    const rows = await this.dataSource.query<{ userId: string }[]>(
      'select user_id as "userId" from event_erasures where erased_at < $1 order by erased_at',
      [new Date(ms)],
    );
    return rows.map(({ userId }) => userId);
  }

  /** At most so many; false when there were none. */
  deleteEvents(tx: Tx, userId: string, limit: number): Promise<boolean> {
    return deletes(
      tx,
      `delete from player_events where user_id = $1 and id in (
         select id from player_events where user_id = $1 order by id limit $2)`,
      [userId, limit],
    );
  }

  deleteKeys(tx: Tx, userId: string, limit: number): Promise<boolean> {
    return deletes(
      tx,
      `delete from player_event_keys where user_id = $1 and client_key in (
         select client_key from player_event_keys where user_id = $1 order by client_key limit $2)`,
      [userId, limit],
    );
  }
}

async function deletes(tx: Tx, sql: string, params: readonly unknown[]): Promise<boolean> {
  const rows = await tx.query<unknown[]>(`with gone as (${sql} returning 1) select 1 from gone limit 1`, [...params]);
  return rows.length > 0;
}
