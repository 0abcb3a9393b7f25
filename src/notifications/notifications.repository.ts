import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { arrayLiteral } from '../platform/database/array-literal';
import { exact } from '../platform/database/bigint';
import type { Tx } from '../platform/database/unit-of-work';
import { BEFORE_ALL } from './notification-id';
import type { News } from './tellings.service';

/** How many unread ones are counted at most. */
export const MAX_UNREAD = 1_000;

/** A notification; `data` is JSON text: the facts that are kept (wording.ts), or what is told of them. */
export interface StoredNotification {
  id: number;
  type: string;
  at: Date;
  data: string;
  readAt: Date | null;
}

/** Where somebody stands in the notifications of a player. */
export interface Place {
  userId: string;
  after: number;
}

interface Row extends Omit<StoredNotification, 'id'> {
  id: string;
}

/** Where those of `$1` begin that were not read: all of them are behind the last that was. */
const LAST_READ = `coalesce((
  select id from notifications where user_id = $1 and read_at is not null order by id desc limit 1), 0)`;
const COLUMNS = 'id, type, at, data::text as data, read_at as "readAt"';

/**
 * `notifications`. Their ids are drawn by the one reader of the outbox that writes them, which holds its position until
 * it commits: so whoever has seen an id has seen all smaller ones. An id is the microsecond at which it was drawn, or
 * more where the clock stands still or goes back: it tells nobody how much others were told.
 */
@Injectable()
export class NotificationsRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** In this order; but nobody who was erased is told anything. */
  async insert(tx: Tx, news: readonly News[]): Promise<void> {
    await tx.send({
      name: 'write notifications',
      sql: `
        with drawn as materialized (
          select setval('notifications_id_seq',
            greatest(last_value, (extract(epoch from clock_timestamp()) * 1000000)::bigint) + $5) - $5 as before_all
          from notifications_id_seq)
        insert into notifications (user_id, id, type, at, data)
        select user_id, before_all + number, type, at, facts::json
        from drawn, unnest($1::uuid[], $2::text[], $3::timestamptz[], string_to_array($4, e'\\n'))
          with ordinality as news(user_id, type, at, facts, number)
        where not exists (select from accounts a where a.user_id = news.user_id and a.status = 'erased')`,
      params: [
        arrayLiteral(news.map(({ userId }) => userId)),
        arrayLiteral(news.map(({ type }) => type)),
        arrayLiteral(news.map(({ at }) => at)),
        // One to a line, which JSON never breaks: in an array every quote would need an escape.
        news.map(({ facts }) => JSON.stringify(facts)).join('\n'),
        news.length,
      ],
    });
  }

  /** What came after each place, oldest first, up to `limit` for each. */
  async findAfter(places: readonly Place[], limit: number): Promise<StoredNotification[][]> {
    const rows = await this.dataSource.query<(Row & { place: string })[]>(
      `select place, n.* from unnest($1::uuid[], $2::bigint[]) with ordinality as asked(user_id, after, place)
       cross join lateral (
         select ${COLUMNS} from notifications
         where user_id = asked.user_id and id > asked.after order by id limit $3) n
       order by place, n.id`,
      [places.map(({ userId }) => userId), places.map(({ after }) => after), limit],
    );
    const found: StoredNotification[][] = places.map(() => []);
    for (const { place, ...row } of rows) found[Number(place) - 1].push(notificationOf(row));
    return found;
  }

  /** The newest first, those before `before`. */
  async findBefore(userId: string, before: number, limit: number, onlyUnread: boolean): Promise<StoredNotification[]> {
    return this.find(userId, ['id < $2', 'desc'], before, limit, onlyUnread);
  }

  /** The oldest first, those after `after`. */
  async findPageAfter(
    userId: string,
    after: number,
    limit: number,
    onlyUnread: boolean,
  ): Promise<StoredNotification[]> {
    return this.find(userId, ['id > $2', 'asc'], after, limit, onlyUnread);
  }

  /**
   * Where to go on for a client that has this id. One that was never drawn is of another life of this database, to before
   * which it was brought back, or made up: what comes next could seem old, so that all comes again.
   */
  async findBeginning(after: number): Promise<number> {
    const [{ place }] = await this.dataSource.query<{ place: string }[]>(
      `select case when $1::bigint > last_value then ${BEFORE_ALL} else $1::bigint end as place
       from notifications_id_seq`,
      [after],
    );
    return exact(place);
  }

  /** The id of the player’s last notification; undefined when there is none. */
  async findLastId(userId: string): Promise<number | undefined> {
    const [{ id }] = await this.dataSource.query<{ id: string | null }[]>(
      'select max(id) as id from notifications where user_id = $1',
      [userId],
    );
    return id === null ? undefined : exact(id);
  }

  /** Up to `MAX_UNREAD`. Unread ones are the latest, so no more are looked at. */
  async countUnread(userId: string): Promise<number> {
    const [{ unread }] = await this.dataSource.query<{ unread: string }[]>(
      `select count(*) as unread from (
         select read_at from notifications where user_id = $1 order by id desc limit ${MAX_UNREAD}) latest
       where read_at is null`,
      [userId],
    );
    return exact(unread);
  }

  /** Of those up to `upTo` the oldest first, `limit` at most. @returns how many */
  async markRead(tx: Tx, userId: string, upTo: number, limit: number): Promise<number> {
    const marked = await tx.send({
      name: 'mark notifications as read',
      sql: `
        update notifications set read_at = now() where user_id = $1 and read_at is null and id in (
          select id from notifications
          where user_id = $1 and id <= $2 and id > ${LAST_READ}
          order by id limit $3)
        returning 1 as marked`,
      params: [userId, upTo, limit],
    });
    return marked.length;
  }

  /** Of what was told before then. @returns how many */
  async deleteBefore(tx: Tx, before: Date, limit: number): Promise<number> {
    const deleted = await tx.send({
      name: 'forget notifications',
      sql: `
        delete from notifications where (user_id, id) in (
          select user_id, id from notifications where told_at < $1 order by told_at limit $2)
        returning 1 as deleted`,
      params: [before, limit],
    });
    return deleted.length;
  }

  /** Of one player, up to `limit`. @returns how many */
  async deleteSome(tx: Tx, userId: string, limit: number): Promise<number> {
    const deleted = await tx.send({
      name: 'erase notifications',
      sql: `
        delete from notifications where user_id = $1 and id in (
          select id from notifications where user_id = $1 order by id limit $2)
        returning 1 as deleted`,
      params: [userId, limit],
    });
    return deleted.length;
  }

  private async find(
    userId: string,
    [side, order]: readonly [side: string, order: string],
    place: number,
    limit: number,
    onlyUnread: boolean,
  ): Promise<StoredNotification[]> {
    const rows = await this.dataSource.query<Row[]>(
      `select ${COLUMNS} from notifications
       where user_id = $1 and ${side} ${onlyUnread ? `and id > ${LAST_READ}` : ''} order by id ${order} limit $3`,
      [userId, place, limit],
    );
    return rows.map(notificationOf);
  }
}

function notificationOf({ id, ...rest }: Row): StoredNotification {
  return { id: exact(id), ...rest };
}
