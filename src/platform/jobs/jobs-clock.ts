import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import type { DataSource } from 'typeorm';

const MAX_DIFFERENCE_MS = 2_000;

/** BullMQ decides by the worker's own clock whether another worker's job has died: a wrong clock runs jobs twice. */
@Injectable()
export class JobsClock {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** @throws Error when this machine's clock and the database's differ */
  async check(now: () => number = Date.now): Promise<void> {
    const before = now();
    const [{ database }] = await this.dataSource.query<[{ database: number }]>(
      'select (extract(epoch from clock_timestamp()) * 1000)::float as database',
    );
    const after = now();
    const differenceMs = database < before ? before - database : Math.max(database - after, 0);
    if (differenceMs <= MAX_DIFFERENCE_MS) return;
    throw new Error(
      `The clock of this machine differs from the database's by ${(differenceMs / 1_000).toFixed(1)} s. A worker with ` +
        'a wrong clock would run jobs twice: synchronise the clocks (NTP) and start again.',
    );
  }
}
