import { Injectable } from '@nestjs/common';
import { collectDefaultMetrics, Registry } from 'prom-client';
import { RequestDurations } from './request-durations';

/** What `/metrics` tells. Others register counters of their own on `registry`; labels never name a user. */
@Injectable()
export class Metrics {
  readonly registry = new Registry();
  readonly requests = new RequestDurations();

  constructor() {
    collectDefaultMetrics({ register: this.registry });
  }

  async text(): Promise<string> {
    return (await this.registry.metrics()) + this.requests.text();
  }
}
