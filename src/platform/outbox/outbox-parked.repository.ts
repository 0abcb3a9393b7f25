import { Injectable } from '@nestjs/common';
import { InjectDataSource } from '@nestjs/typeorm';
import { DataSource } from 'typeorm';
import { exact } from '../database/bigint';
import type { Tx } from '../database/unit-of-work';
import type { NumberedEvent } from './outbox-event';

export interface ParkedEvent extends NumberedEvent {
  error: string;
  attempts: number;
  parkedAt: Date;
}

type ParkedRow = Omit<ParkedEvent, 'id'> & { id: string };

@Injectable()
export class OutboxParkedRepository {
  constructor(@InjectDataSource() private readonly dataSource: DataSource) {}

  /** The reader's parked events (or the one with this id), oldest first. */
  async find(reader: string, id?: number): Promise<ParkedEvent[]> {
    const rows = await this.dataSource.query<ParkedRow[]>(
      `select id, type, payload, error, attempts, parked_at as "parkedAt" from outbox_parked
       where reader = $1 and ($2::bigint is null or id = $2) order by id`,
      [reader, id ?? null],
    );
    return rows.map((row) => ({ ...row, id: exact(row.id) }));
  }

  /** False when the reader stands past the event already: another worker has applied or parked it. */
  async insertNext(tx: Tx, reader: string, event: NumberedEvent, error: string, attempts: number): Promise<boolean> {
    const rows = await tx.send<unknown>({
      name: 'park outbox event',
      sql: `
        insert into outbox_parked (reader, id, type, payload, error, attempts)
        select name, $2, $3, $4, $5, $6 from outbox_readers where name = $1 and position < $2
        returning id`,
      params: [reader, event.id, event.type, JSON.stringify(event.payload), error, attempts],
    });
    return rows.length > 0;
  }

  async remove(tx: Tx, reader: string, id: number): Promise<boolean> {
    const rows = await tx.send<unknown>({
      name: 'remove parked outbox event',
      sql: 'delete from outbox_parked where reader = $1 and id = $2 returning id',
      params: [reader, id],
    });
    return rows.length > 0;
  }

  async noteFailure(tx: Tx, reader: string, id: number, error: string): Promise<void> {
    await tx.send({
      name: 'note failure of parked outbox event',
      sql: 'update outbox_parked set attempts = attempts + 1, error = $3 where reader = $1 and id = $2',
      params: [reader, id, error],
    });
  }
}
