import { Injectable } from '@nestjs/common';
import type { Tx } from '../platform/database/unit-of-work';
import { OutboxService } from '../platform/outbox/outbox.service';
import { QueueWebhooks } from './queue-webhooks';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';

/** A transaction that others wait for deletes no more, with the attempts that were made of each. */
const SLICE = 1_000;

/** What game servers were told of a player goes with them, and what waits to be told is not. */
@Injectable()
export class WebhookErasures {
  constructor(
    private readonly outbox: OutboxService,
    private readonly deliveries: WebhookDeliveriesRepository,
  ) {}

  /** No endpoint is told anything new until the unit of work ends. */
  holdWriter(tx: Tx): Promise<void> {
    return this.outbox.holdReader(tx, QueueWebhooks);
  }

  /** Nothing that waits is sent from then on. Whether there may be more. */
  async eraseSlice(tx: Tx, userId: string): Promise<boolean> {
    return (await this.deliveries.eraseSome(tx, userId, SLICE)) === SLICE;
  }
}
