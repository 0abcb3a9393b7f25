import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

export interface Arrival {
  userId: string;
  clickId: string;
  /** ISO 8601. */
  at: string;
}

/** `installs`: which click brought a player. */
@Injectable()
export class InstallsRepository {
  /**
   * Joins a player to a click that is not too old and brought nobody else; of several clicks of a player the first
   * that is joined stays. The account is held: nobody is joined who is being erased.
   */
  async join(tx: Tx, { userId, clickId, at }: Arrival, lookbackDays: number): Promise<void> {
    await tx.send({
      name: 'join click',
      sql: `
        with player as materialized (
          select user_id from accounts where user_id = $1 and status <> 'erased' for no key update),
        click as (
          update track_clicks set is_joined = true
          where id = $2 and not is_joined and clicked_at >= $3::timestamptz - make_interval(days => $4)
            and exists (select from player)
            and not exists (select from installs where user_id = $1)
          returning id, campaign, media_source, clicked_at)
        insert into installs (user_id, click_id, campaign, media_source, clicked_at, installed_at)
        select $1, id, campaign, media_source, clicked_at, $3::timestamptz from click on conflict do nothing`,
      params: [userId, clickId, at, lookbackDays],
    });
  }

  /** Which campaign brought them stays, under their id; what the click said of them goes. */
  async erase(tx: Tx, userId: string): Promise<void> {
    await tx.send({
      name: 'erase click',
      sql: `
        update track_clicks set character = null, params = null, address_hash = null
        where id = (select click_id from installs where user_id = $1)`,
      params: [userId],
    });
  }
}
