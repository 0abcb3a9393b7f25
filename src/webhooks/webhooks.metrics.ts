import { Injectable, Logger, type OnApplicationBootstrap } from '@nestjs/common';
import { Counter, Gauge } from 'prom-client';
import { Config } from '../platform/config/config';
import { Metrics } from '../platform/http/metrics';
import { type EndpointHealth, WebhookHealthQuery } from './webhook-health.query';
import type { Outcome } from './webhook-request';

/** What operators watch: how attempts end, and what waits for whom. */
@Injectable()
export class WebhooksMetrics implements OnApplicationBootstrap {
  private readonly logger = new Logger(WebhooksMetrics.name);
  /** As they were found last: while the database is away, what waited waits on. */
  private endpoints: readonly EndpointHealth[] = [];
  private readonly attempts: Counter<'outcome'>;
  private readonly givenUp: Counter;

  constructor(
    private readonly config: Config,
    private readonly metrics: Metrics,
    private readonly health: WebhookHealthQuery,
  ) {
    this.attempts = new Counter({
      name: 'florin_webhook_attempts_total',
      help: 'Attempts to deliver a webhook by outcome',
      labelNames: ['outcome'],
      registers: [metrics.registry],
    });
    this.givenUp = new Counter({
      name: 'florin_webhooks_given_up_total',
      help: 'Deliveries that were given up because too many waited for one endpoint',
      registers: [metrics.registry],
    });
  }

  onApplicationBootstrap(): void {
    if (!this.config.runsWorkers) return;
    this.gauge('florin_webhooks_waiting', 'Deliveries that wait, by endpoint', ({ waiting }) => waiting);
    this.gauge('florin_webhooks_oldest_seconds', 'Age of the oldest delivery that waits', (endpoint) =>
      endpoint.oldestWaitingAt === null ? 0 : (Date.now() - endpoint.oldestWaitingAt.getTime()) / 1_000,
    );
    this.gauge('florin_webhook_endpoint_disabled', '1 for an endpoint that is disabled', ({ disabledAt }) =>
      disabledAt === null ? 0 : 1,
    );
  }

  count(outcome: Outcome | 'unsigned'): void {
    if (outcome === 'unsigned') this.attempts.inc({ outcome });
    else this.attempts.inc({ outcome: outcome.error === null ? 'delivered' : 'failed' });
  }

  countGivenUp(count: number): void {
    this.givenUp.inc(count);
  }

  private gauge(name: string, help: string, valueOf: (endpoint: EndpointHealth) => number): void {
    const find = () => this.find();
    new Gauge({
      name,
      help,
      labelNames: ['endpoint'],
      registers: [this.metrics.registry],
      async collect() {
        const endpoints = await find();
        this.reset();
        for (const each of endpoints) this.set({ endpoint: each.id }, valueOf(each));
      },
    });
  }

  /** A database that is away must not hide the other metrics, nor that something waits. */
  private async find(): Promise<readonly EndpointHealth[]> {
    try {
      this.endpoints = await this.health.find();
    } catch (error) {
      this.logger.warn(error, 'How webhooks are doing cannot be found out for now; the metrics tell what was known.');
    }
    return this.endpoints;
  }
}
