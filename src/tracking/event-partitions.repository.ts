import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { idsFrom } from '../platform/database/new-id';
import type { Tx } from '../platform/database/unit-of-work';

/** What is in the way of writers must come quickly or not at all; the next round tries again. */
const PATIENCE = `set local lock_timeout = '250ms'`;
const SLICE_ROWS = 10_000;

/** The days of `player_events`. The application owns no table: the functions of the migration do it for us. */
@Injectable()
export class EventPartitionsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** Their names: `player_events_20261121`, or `player_events_to_20261121` for all that is older. */
  async findNames(): Promise<string[]> {
    const rows = await this.dataSource.query<{ name: string }[]>(
      `select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid
       where i.inhparent = 'player_events'::regclass order by c.relname`,
    );
    return rows.map(({ name }) => name);
  }

  async make(tx: Tx, days: readonly string[]): Promise<void> {
    await tx.query(PATIENCE);
    await tx.query('select make_event_partition(day) from unnest($1::date[]) as day order by day', [days]);
  }

  async drop(tx: Tx, name: string): Promise<void> {
    await tx.query(PATIENCE);
    await tx.query('select drop_event_partition($1)', [name]);
  }

  /** Forgets some client's ids from before then; false when there are no more. */
  async forgetKeys(tx: Tx, beforeMs: number): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with old as (
         delete from player_event_keys where (user_id, client_key) in (
           select user_id, client_key from player_event_keys where event_id < $1 order by event_id limit ${SLICE_ROWS})
         returning 1)
       select 1 from old limit 1`,
      [idsFrom(beforeMs)],
    );
    return rows.length > 0;
  }

  async forgetCounts(tx: Tx, beforeMs: number): Promise<void> {
    await tx.query('delete from event_counts where hour < $1', [new Date(beforeMs)]);
  }
}
