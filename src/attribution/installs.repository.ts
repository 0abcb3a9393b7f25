import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';

export interface Arrival {
  userId: string;
  clickId: string;
  /** ISO 8601. */
  at: string;
}

/**
 * Of several clicks of a player the last counts until they have paid. It is an install if the account is no older than
 * the lookback window before the click, and else brought back somebody who was there: then the campaign that counts the
 * install, if one does, stays.
 */
const JOIN = `
  with player as materialized (
    select a.user_id, u.created_at,
      exists (select from orders o where o.user_id = a.user_id and o.paid_at <= $3::timestamptz) as has_paid
    from accounts a join users u on u.id = a.user_id
    where a.user_id = $1 and a.status <> 'erased' for no key update of a),
  earlier as materialized (
    select i.click_id, i.clicked_at from installs i join player using (user_id)),
  click as (
    update track_clicks c set is_joined = true from player
    where c.id = $2 and not c.is_joined and c.clicked_at >= $3::timestamptz - make_interval(days => $4)
      and not exists (select from earlier e where player.has_paid or e.clicked_at >= c.clicked_at)
    returning c.id, c.campaign, c.media_source, c.clicked_at,
      case when not player.has_paid and player.created_at >= c.clicked_at - make_interval(days => $4)
        then c.campaign end as install_campaign),
  outdone as (
    update track_clicks set character = null, params = null, address_hash = null
    where id in (select click_id from earlier) and exists (select from click))
  insert into installs as i (user_id, click_id, campaign, media_source, clicked_at, installed_at, install_campaign)
  select $1, id, campaign, media_source, clicked_at, $3::timestamptz, install_campaign from click
  on conflict (user_id) do update set click_id = excluded.click_id, campaign = excluded.campaign,
    media_source = excluded.media_source, clicked_at = excluded.clicked_at,
    install_campaign = coalesce(excluded.install_campaign, i.install_campaign)`;

/** `installs`: which click brought a player, or brought them back. */
@Injectable()
export class InstallsRepository {
  /**
   * Joins a player to a click that is not too old and brought nobody else. The account is held: nobody is joined who is
   * being erased. What an outdone click said is forgotten, for nothing leads from the player to it any more.
   */
  async join(tx: Tx, { userId, clickId, at }: Arrival, lookbackDays: number): Promise<void> {
    await tx.send({ name: 'join click', sql: JOIN, params: [userId, clickId, at, lookbackDays] });
  }

  /** Which campaign brought them stays, under their id; what the click said of them goes. */
  async erase(tx: Tx, userId: string): Promise<void> {
    await tx.send({
      name: 'erase click',
      sql: `
        with click as (
          select id, address_hash from track_clicks where id = (select click_id from installs where user_id = $1)),
        named as (
          update click_campaigns set address_hash = null where address_hash in (select address_hash from click))
        update track_clicks set character = null, params = null, address_hash = null where id in (select id from click)`,
      params: [userId],
    });
  }
}
