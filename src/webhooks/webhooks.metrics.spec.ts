import type { Config } from '../platform/config/config';
import { Metrics } from '../platform/http/metrics';
import type { WebhookHealthQuery } from './webhook-health.query';
import { WebhooksMetrics } from './webhooks.metrics';

it('What waits is told on while the database does not answer', async () => {
  const find = jest.fn();
  const metrics = new Metrics();
  new WebhooksMetrics({ runsWorkers: true } as Config, metrics, {
    find,
  } as unknown as WebhookHealthQuery).onApplicationBootstrap();
  const oldestWaitingAt = new Date(Date.now() - 7_200_000);
  find.mockResolvedValue([{ id: 'game', waiting: 3, oldestWaitingAt, disabledAt: null }]);
  expect(await metrics.registry.metrics()).toContain('florin_webhooks_waiting{endpoint="game"} 3');
  find.mockRejectedValue(new Error('too slow'));
  const text = await metrics.registry.metrics();
  expect(text).toContain('florin_webhooks_waiting{endpoint="game"} 3');
  expect(text).toMatch(/^florin_webhooks_oldest_seconds\{endpoint="game"\} 7\d{3}/m);
});
