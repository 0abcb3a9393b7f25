import { Logger } from '@nestjs/common';
import type { Config } from '../platform/config/config';
import type { UnitOfWork } from '../platform/database/unit-of-work';
import type { WebhookCourier } from './webhook-courier';
import type { WebhookLanesRepository } from './webhook-lanes.repository';
import { WebhookSender } from './webhook-sender';
import type { WebhooksMetrics } from './webhooks.metrics';

describe('A process that has no key for the secrets of webhooks', () => {
  it.each([
    [true, ['WEBHOOK_KEY is missing: this process sends no webhooks; what there is to tell waits.']],
    [false, []],
  ])('says so once when it starts, if it is to send them: %s', async (runsWorkers, said) => {
    const warn = jest.spyOn(Logger.prototype, 'warn').mockReturnValue(undefined);
    const run = jest.fn();
    const sender = new WebhookSender(
      { runsWorkers, webhookKey: undefined } as Config,
      { run } as unknown as UnitOfWork,
      {} as WebhookLanesRepository,
      {} as WebhookCourier,
      {} as WebhooksMetrics,
    );
    sender.onApplicationBootstrap();
    await sender.beforeApplicationShutdown();
    expect(warn.mock.calls.flat()).toEqual(said);
    expect(run).not.toHaveBeenCalled();
    warn.mockRestore();
  });
});
