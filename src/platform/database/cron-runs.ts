import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from './unit-of-work';

/** Lets one process of the cluster run what `@Cron` starts in each of them. */
@Injectable()
export class CronRuns {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** True for the first who asks on a day; the day is that of the database, for clocks of processes differ. */
  async claimToday(name: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      `with claimed as (
         insert into cron_runs (name, tick) values ($1, current_date)
         on conflict (name) do update set tick = excluded.tick where cron_runs.tick < excluded.tick
         returning 1)
       select 1 from claimed`,
      [name],
    );
    return rows.length > 0;
  }

  /** The day that was claimed last, which nobody else looks at before the unit of work ends. Null: none was ever. */
  async lockDay(tx: Tx, name: string): Promise<string | null> {
    const [row] = await tx.send<{ day: string } | undefined>({
      name: 'lock cron run',
      sql: 'select tick::text as day from cron_runs where name = $1 for update',
      params: [name],
    });
    return row?.day ?? null;
  }

  /** What could not be done today is free to be claimed again. */
  async giveBackToday(name: string): Promise<void> {
    await this.dataSource.query('update cron_runs set tick = current_date - 1 where name = $1', [name]);
  }
}
