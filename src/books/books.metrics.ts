import { Injectable } from '@nestjs/common';
import { Gauge } from 'prom-client';
import { Metrics } from '../platform/http/metrics';
import type { BooksReport } from './verification';

/** What the last verification of this process found; nothing before the first. */
@Injectable()
export class BooksMetrics {
  private readonly violations: Gauge<'check'>;
  private readonly verifiedAt: Gauge;
  private readonly watched: Gauge;

  constructor({ registry }: Metrics) {
    this.violations = new Gauge({
      name: 'florin_books_violations',
      help: 'Violations that the last verification of the books found, by check',
      labelNames: ['check'],
      registers: [registry],
    });
    this.verifiedAt = new Gauge({
      name: 'florin_books_verified_at',
      help: 'The moment that the last verification of the books looked at, in seconds since 1970; 0 before the first',
      registers: [registry],
    });
    this.watched = new Gauge({
      name: 'florin_books_watch_violations',
      help: 'Violations that the watch found on its last way through all players, or on the one under way',
      registers: [registry],
    });
  }

  noteWatched(violations: number): void {
    this.watched.set(violations);
  }

  note({ at, checks }: BooksReport): void {
    for (const { name, violations } of checks) this.violations.set({ check: name }, violations);
    this.verifiedAt.set(Date.parse(at) / 1_000);
  }
}
