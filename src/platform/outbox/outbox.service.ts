import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../database/statement';
import type { Tx } from '../database/unit-of-work';
import { subscriptionOf } from './handles.decorator';
import { EVENTS_PER_ROW, type OutboxEvent, storedText } from './outbox-event';
import { OutboxSignal } from './outbox-signal';
import { OutboxRepository } from './outbox.repository';

/** Events for whoever handles them (`@Handles`), written in the transaction that they tell about. */
@Injectable()
export class OutboxService {
  constructor(
    private readonly signal: OutboxSignal,
    private readonly repository: OutboxRepository,
  ) {}

  async add(tx: Tx, events: readonly OutboxEvent[]): Promise<void> {
    if (events.length === 0) return;
    await tx.send(this.writePart(events));
    this.announce(tx);
  }

  /** For a joined write; `announce` goes with it. All events of a write share a row: a fraction of the cost. */
  writePart(events: readonly OutboxEvent[]): StatementPart {
    const rows = rowsOf(events);
    return {
      name: 'outbox',
      sql: 'insert into outbox_events (size, events) select * from unnest($1::smallint[], $2::json[])',
      params: [rows.map((row) => row.length), rows.map((row) => `[${row.map(storedText).join(',')}]`)],
    };
  }

  /**
   * Until the unit of work ends this reader writes nothing; what it was about to write is committed.
   *
   * @param handler its class, with `@Handles`
   */
  async holdReader(tx: Tx, handler: object): Promise<void> {
    const name = subscriptionOf(handler)?.reader;
    if (name === undefined) throw new TypeError('Only a class with @Handles is a reader of the outbox.');
    // Where no worker has run yet there is none; one that comes to be meanwhile waits for us.
    await this.repository.addReader(tx, name);
    if (!(await this.repository.lockReader(tx, name))) throw new Error(`${name} could not be held.`);
  }

  /** Wakes the readers once the transaction stands; without it they come by within a second. */
  announce(tx: Tx): void {
    tx.afterCommit(() => this.signal.ring());
  }
}

function rowsOf(events: readonly OutboxEvent[]): OutboxEvent[][] {
  const rows: OutboxEvent[][] = [];
  for (let start = 0; start < events.length; start += EVENTS_PER_ROW) {
    rows.push(events.slice(start, start + EVENTS_PER_ROW));
  }
  return rows;
}
