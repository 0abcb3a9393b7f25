import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import type { Tx } from '../platform/database/unit-of-work';
import { type ClickParameters, NO_CAMPAIGN, OTHER_CAMPAIGNS } from './click-parameters';

export interface Click {
  id: string;
  at: Date;
  parameters: ClickParameters;
  addressHash: Buffer;
}

const SLICE_ROWS = 10_000;
/** How many campaigns of a day have their own name, and how many of these may come from one address. */
const MAX_NAMES = 1_000;
const MAX_NAMES_OF_ADDRESS = 50;
/** For which campaigns with costs are known: whoever pays for one wants to read its name. */
const KNOWN_BY_COSTS_DAYS = 31;

/**
 * A campaign that is new on its day is counted under its own name while there is room for one more. Clicks of the same
 * moment do not see each other, so there may be a few more than room for.
 */
const INSERT = `
  with told as materialized (
    select $3::text as campaign, $8::date as day, $7::bytea as address_hash,
      $3::text in ('${NO_CAMPAIGN}', '${OTHER_CAMPAIGNS}')
        or exists (select from click_campaigns where day = $8::date and campaign = $3::text)
        or exists (select from campaign_costs
          where campaign = $3::text and day between $8::date - ${KNOWN_BY_COSTS_DAYS} and $8::date) as is_known),
  named as materialized (
    select told.*, is_known or (
      select count(*) < ${MAX_NAMES} and count(*) filter (where c.address_hash = told.address_hash) < ${MAX_NAMES_OF_ADDRESS}
      from click_campaigns c where c.day = told.day) as is_named
    from told),
  introduced as (
    insert into click_campaigns (day, campaign, address_hash)
    select day, campaign, address_hash from named where is_named and not is_known on conflict do nothing)
  insert into track_clicks (id, clicked_at, campaign, media_source, character, params, address_hash)
  select $1::uuid, $2::timestamptz, case when is_named then campaign else '${OTHER_CAMPAIGNS}' end, $4::text, $5::text,
    case when is_named then $6::jsonb else $6::jsonb || jsonb_build_object('campaign', campaign) end, address_hash
  from named`;

/** `track_clicks`, the names that they brought, the salts of their addresses, and what is left of them when they are forgotten. */
@Injectable()
export class ClicksRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  async insert(tx: Tx, { id, at, parameters, addressHash }: Click): Promise<void> {
    const { campaign, mediaSource, character, others } = parameters;
    await tx.sendLast({
      name: 'insert click',
      sql: INSERT,
      params: [id, at, campaign, mediaSource, character, others, addressHash, at.toISOString().slice(0, 10)],
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

  /** With the names that addresses brought, which are hashed by them. */
  async forgetSalts(tx: Tx, before: string): Promise<void> {
    await tx.query('delete from click_salts where day < $1', [before]);
    await tx.query('delete from click_campaigns where day < $1', [before]);
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
