import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../database/unit-of-work';

/** Each day's rows go to the next of so many partitions (the migration). */
const PARTITIONS = 4;

@Injectable()
export class OutboxRetentionRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The names of those that hold rows, but none of today or yesterday. */
  async findOldPartitions(): Promise<string[]> {
    const [{ today }] = await this.dataSource.query<{ today: number }[]>(
      `select ((now() at time zone 'UTC')::date - date '2000-01-01') as today`,
    );
    const old: string[] = [];
    for (let age = 2; age < PARTITIONS; age++) {
      const partition = `outbox_events_${(today - age) % PARTITIONS}`;
      const rows = await this.dataSource.query<unknown[]>(`select 1 from ${partition} limit 1`);
      if (rows.length > 0) old.push(partition);
    }
    return old;
  }

  /** Writers are not held up, for they write to today's; readers are, so it must come quickly or not at all. */
  async lockPartition(tx: Tx, partition: string): Promise<void> {
    await tx.query(`set local lock_timeout = '250ms'`);
    await tx.query(`lock table ${partition} in access exclusive mode`);
  }

  async isPassed(tx: Tx, partition: string): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `select 1 from ${partition} where id + size - 1 > (select min(position) from outbox_readers) limit 1`,
    );
    return rows.length === 0;
  }

  async truncate(tx: Tx, partition: string): Promise<void> {
    await tx.query(`truncate ${partition}`);
  }
}
