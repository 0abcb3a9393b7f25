import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';

/** Clicks that the history has made before: each is known by its campaign and its moment. */
@Injectable()
export class ToldClicksQuery {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The moments of a campaign's clicks from `fromMs` until before `toMs`. */
  async momentsOf(campaign: string, fromMs: number, toMs: number): Promise<ReadonlySet<number>> {
    const rows = await this.dataSource.query<{ at: Date }[]>(
      'select clicked_at as at from track_clicks where campaign = $1 and clicked_at >= $2 and clicked_at < $3',
      [campaign, new Date(fromMs), new Date(toMs)],
    );
    return new Set(rows.map(({ at }) => at.getTime()));
  }

  async idAt(campaign: string, ms: number): Promise<string | undefined> {
    const [row] = await this.dataSource.query<{ id: string }[]>(
      'select id from track_clicks where campaign = $1 and clicked_at = $2',
      [campaign, new Date(ms)],
    );
    return row?.id;
  }
}
