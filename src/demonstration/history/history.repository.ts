import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** How far the history has been told. */
export interface Progress {
  /** The moment at which the story ends. */
  begunAt: Date;
  daysTold: number;
  isEnded: boolean;
}

/** `demonstration_history`: one row, where there is a history. */
@Injectable()
export class HistoryRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(): Promise<Progress | null> {
    const [row] = await this.dataSource.query<Progress[]>(
      `select begun_at as "begunAt", days_told as "daysTold", ended_at is not null as "isEnded"
       from demonstration_history`,
    );
    return row ?? null;
  }

  /** Where nobody is known yet; otherwise nothing is begun. */
  async begin(at: Date): Promise<void> {
    await this.dataSource.query(
      `insert into demonstration_history (id, begun_at, days_told)
       select 1, $1, 0 where not exists (select from users) on conflict do nothing`,
      [at],
    );
  }

  async noteTold(days: number): Promise<void> {
    await this.dataSource.query('update demonstration_history set days_told = $1', [days]);
  }

  async end(): Promise<void> {
    await this.dataSource.query('update demonstration_history set ended_at = now()');
  }
}
