import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { EVENTS_PER_ROW } from './outbox-event';

/** Beyond this many rows a lag is only told as "at least": counting must stay cheap when it is longest. */
const MAX_COUNTED_ROWS = 100_000;

export interface ReaderStatus {
  name: string;
  lagEvents: number;
  /** The age of the oldest event that it has not passed. */
  lagSeconds: number;
  parked: number;
  updatedAt: Date;
}

/** The oldest transaction that writes: the log cannot be read past it. */
export interface Blocker {
  pid: number;
  application: string;
  seconds: number;
}

@Injectable()
export class OutboxStatusRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  readers(): Promise<ReaderStatus[]> {
    return this.dataSource.query(`
      select r.name, r.updated_at as "updatedAt",
        (select count(*)::int from outbox_parked p where p.reader = r.name) as parked,
        (select coalesce(sum(size), 0)::int from (
          select least(size, id + size - 1 - r.position) as size from outbox_events
          where id > r.position - ${EVENTS_PER_ROW} and id + size - 1 > r.position
          order by id limit ${MAX_COUNTED_ROWS}) unread) as "lagEvents",
        coalesce((select greatest(extract(epoch from clock_timestamp() - created_at), 0)::float from outbox_events
          where id > r.position - ${EVENTS_PER_ROW} and id + size - 1 > r.position
          order by id limit 1), 0) as "lagSeconds"
      from outbox_readers r order by r.name`);
  }

  /** Undefined when nobody writes. How long it has run is only visible for our own role, unless more was granted. */
  async blocker(): Promise<Blocker | undefined> {
    const [blocker] = await this.dataSource.query<Blocker[]>(`
      select pid, application_name as application,
        coalesce(extract(epoch from clock_timestamp() - xact_start), 0)::float as seconds
      from pg_stat_activity where backend_xid is not null order by age(backend_xid) desc limit 1`);
    return blocker;
  }

  /** A reader whose handler is gone would keep every event for ever. False when there is none of this name. */
  async forget(name: string): Promise<boolean> {
    const rows = await this.dataSource.query<unknown[]>(
      'with gone as (delete from outbox_readers where name = $1 returning 1) select * from gone',
      [name],
    );
    return rows.length > 0;
  }
}
