import { Injectable } from '@nestjs/common';
import type { StatementPart } from '../database/statement';
import type { Tx } from '../database/unit-of-work';
import { EVENTS_PER_ROW, type OutboxEvent, storedText } from './outbox-event';
import { OutboxSignal } from './outbox-signal';

/** Events for whoever handles them (`@Handles`), written in the transaction that they tell about. */
@Injectable()
export class OutboxService {
  constructor(private readonly signal: OutboxSignal) {}

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
