import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../database/bigint';
import type { Tx } from '../database/unit-of-work';
import { EVENTS_PER_ROW, type NumberedEvent, type StoredEvent } from './outbox-event';

/** Unread events, oldest first, and where a reader that has applied them all stands. */
export interface Window {
  events: NumberedEvent[];
  endId: number;
}

@Injectable()
export class OutboxRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The last event id that may have been drawn; 0 when there was none. */
  async lastId(): Promise<{ lastId: number; server: string }> {
    const [row] = await this.dataSource.query<{ id: string; server: string }[]>(`
      select case when is_called then last_value + ${EVENTS_PER_ROW - 1} else 0 end as id,
        pg_postmaster_start_time()::text as server
      from outbox_events_id_seq`);
    return { lastId: exact(row.id), server: row.server };
  }

  /** Takes a transaction id, and tells the oldest one that was running a moment before: all below have ended. */
  async takeTransactionId(): Promise<{ txid: bigint; oldestRunning: bigint }> {
    const [row] = await this.dataSource.query<{ txid: string; oldest: string }[]>(`
      select pg_current_xact_id()::text as txid, pg_snapshot_xmin(pg_current_snapshot())::text as oldest`);
    return { txid: BigInt(row.txid), oldestRunning: BigInt(row.oldest) };
  }

  /** A new reader begins with the oldest event that is still there. */
  async registerReaders(names: readonly string[]): Promise<void> {
    await this.dataSource.query(
      'insert into outbox_readers (name) select unnest($1::text[]) on conflict (name) do nothing',
      [names],
    );
  }

  /** Undefined when the reader was forgotten. */
  async position(reader: string): Promise<number | undefined> {
    const [row] = await this.dataSource.query<{ position: string }[]>(
      'select position from outbox_readers where name = $1',
      [reader],
    );
    return row === undefined ? undefined : exact(row.position);
  }

  /** What comes after `position`: at most `limit` events up to `settledId`, and where their end is. */
  async window(position: number, settledId: number, limit: number): Promise<Window> {
    const rows = await this.dataSource.query<{ id: string; events: StoredEvent[] }[]>(
      `
      select id, events from (
        select *, sum(unread) over (order by id) - unread as before from (
          select id, events, least(size, id + size - 1 - $1::bigint) as unread
          from outbox_events
          where id > $1::bigint - ${EVENTS_PER_ROW} and id <= $2 and id + size - 1 > $1::bigint
          order by id limit $3) following) numbered
      where before < $3 order by id`,
      [position, settledId, limit],
    );
    return windowOf(position, rows, settledId, limit);
  }

  /**
   * Takes the reader's position for this transaction. Undefined when another worker has it, or the server has been
   * replaced since `server` was found out.
   */
  async lockPosition(tx: Tx, reader: string, server: string): Promise<number | undefined> {
    const [locked] = await tx.send<{ position: string }>({
      name: 'lock outbox reader',
      sql: `
        select position from outbox_readers where name = $1 and pg_postmaster_start_time()::text = $2
        for no key update skip locked`,
      params: [reader, server],
    });
    return locked === undefined ? undefined : exact(locked.position);
  }

  /** As `registerReaders`, for one. */
  async addReader(tx: Tx, reader: string): Promise<void> {
    await tx.query('insert into outbox_readers (name) values ($1) on conflict (name) do nothing', [reader]);
  }

  /**
   * Waits for the reader's position, so that what is done to its parked events does not meet its other events.
   *
   * @returns false where there is no such reader
   */
  async lockReader(tx: Tx, reader: string): Promise<boolean> {
    const locked = await tx.query<unknown[]>('select 1 from outbox_readers where name = $1 for no key update', [
      reader,
    ]);
    return locked.length > 0;
  }

  /** Ends the unit of work: it is committed with this. */
  async movePosition(tx: Tx, reader: string, endId: number): Promise<void> {
    await tx.sendLast({
      name: 'move outbox reader',
      sql: 'update outbox_readers set position = $2, updated_at = now() where name = $1',
      params: [reader, endId],
    });
  }
}

function windowOf(
  position: number,
  rows: readonly { id: string; events: StoredEvent[] }[],
  settledId: number,
  limit: number,
): Window {
  const unread = rows
    .flatMap((row) => row.events.map((event, index) => ({ ...event, id: exact(row.id) + index })))
    .filter((event) => event.id > position);
  const events = unread.slice(0, limit);
  return { events, endId: unread.length < limit ? Math.max(position, settledId) : events[events.length - 1].id };
}
