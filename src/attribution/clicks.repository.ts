import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import type { ClickParameters } from './click-parameters';

export interface Click {
  id: string;
  at: Date;
  parameters: ClickParameters;
  addressHash: Buffer;
}

const SLICE_ROWS = 10_000;

/** `track_clicks`, the salts of their addresses, and what is left of them when they are forgotten. */
@Injectable()
export class ClicksRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(tx: Tx, { id, at, parameters, addressHash }: Click): Promise<void> {
    const { campaign, mediaSource, character, others } = parameters;
    await tx.sendLast({
      name: 'insert click',
      sql: `
        insert into track_clicks (id, clicked_at, campaign, media_source, character, params, address_hash)
        values ($1, $2, $3, $4, $5, $6, $7)`,
      params: [id, at, campaign, mediaSource, character, others, addressHash],
    });
  }

  /** The salt of a day (`2026-11-21`): the given one if it is the first. */
  async saltOf(day: string, salt: Buffer): Promise<Buffer> {
    await this.dataSource.query('insert into click_salts (day, salt) values ($1, $2) on conflict do nothing', [
      day,
      salt,
    ]);
    const [kept] = await this.dataSource.query<{ salt: Buffer }[]>('select salt from click_salts where day = $1', [
      day,
    ]);
    return kept?.salt ?? salt;
  }

  async forgetSalts(tx: Tx, before: string): Promise<void> {
    await tx.query('delete from click_salts where day < $1', [before]);
  }

  /** Forgets some clicks from before then, and counts them; false when there are no more. */
  async forgetClicks(tx: Tx, before: Date): Promise<boolean> {
    const rows = await tx.query<unknown[]>(
      `with gone as (
         delete from track_clicks where id in (
           select id from track_clicks where clicked_at < $1 order by clicked_at limit ${SLICE_ROWS})
         returning clicked_at, campaign),
       counted as (
         insert into click_counts as c (day, campaign, clicks)
         select (clicked_at at time zone 'UTC')::date as day, campaign, count(*) from gone group by 1, 2 order by 1, 2
         on conflict (day, campaign) do update set clicks = c.clicks + excluded.clicks)
       select 1 from gone limit 1`,
      [before],
    );
    return rows.length > 0;
  }

  async forgetCounts(tx: Tx, before: string): Promise<void> {
    await tx.query('delete from click_counts where day < $1', [before]);
  }
}
