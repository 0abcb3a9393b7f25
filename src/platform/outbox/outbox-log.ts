import { Injectable } from '@nestjs/common';
import type { Reach } from './outbox-horizon';
import { OutboxRepository, type Window } from './outbox.repository';

/** Readers that are up to date stand at the same position; one that is behind has a window of its own. */
const MAX_KEPT = 4;

/**
 * Reads windows of the log, once for all readers of this process that stand at the same position. What is settled
 * never changes, so it may be read outside the transactions that apply it.
 */
@Injectable()
export class OutboxLog {
  private readonly kept = new Map<string, Promise<Window>>();

  constructor(private readonly repository: OutboxRepository) {}

  window(position: number, { settledId, server }: Reach, limit: number): Promise<Window> {
    const name = `${server} ${position} ${settledId} ${limit}`;
    return this.kept.get(name) ?? this.keep(name, this.repository.window(position, settledId, limit));
  }

  private keep(name: string, window: Promise<Window>): Promise<Window> {
    this.kept.set(name, window);
    window.catch(() => this.kept.delete(name));
    for (const oldest of this.kept.keys()) {
      if (this.kept.size <= MAX_KEPT) break;
      this.kept.delete(oldest);
    }
    return window;
  }
}
