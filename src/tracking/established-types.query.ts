import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** How many there can be, and for how long events of a type are remembered. */
const MOST = 5_000;
const REMEMBERED_DAYS = 7;

/** The types of events that were counted most these days. */
@Injectable()
export class EstablishedTypesQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async find(): Promise<string[]> {
    const rows = await this.dataSource.query<{ type: string }[]>(
      `select type from event_counts where hour >= now() - $1 * interval '1 day'
       group by type order by sum(events) desc, type limit $2`,
      [REMEMBERED_DAYS, MOST],
    );
    return rows.map(({ type }) => type);
  }
}
