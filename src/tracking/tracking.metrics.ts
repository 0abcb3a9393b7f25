import { Injectable } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Metrics } from '../platform/http/metrics';

/** What operators watch: how many events came, and how many wait. */
@Injectable()
export class TrackingMetrics {
  private readonly events: Counter<'outcome'>;

  constructor(private readonly metrics: Metrics) {
    this.events = new Counter({
      name: 'florin_events_total',
      help: 'Events of players by outcome',
      labelNames: ['outcome'],
      registers: [metrics.registry],
    });
  }

  watch(queue: { readonly length: number }): void {
    new Gauge({
      name: 'florin_events_waiting',
      help: 'Events that wait to be written by this process',
      registers: [this.metrics.registry],
      collect() {
        this.set(queue.length);
      },
    });
  }

  count({ accepted, duplicates }: { accepted: number; duplicates: number }): void {
    this.events.inc({ outcome: 'accepted' }, accepted);
    this.events.inc({ outcome: 'duplicate' }, duplicates);
  }
}
