import { Injectable } from '@nestjs/common';
import { Tellings } from '../notifications/tellings.service';
import { TOLD_EVENTS, type ToldEvent } from '../notifications/told.events';
import type { Tx } from '../platform/database/unit-of-work';
import { Handles, type OutboxHandler } from '../platform/outbox/handles.decorator';
import type { Recorded } from '../platform/outbox/outbox-event';
import { WebhookDeliveriesRepository } from './webhook-deliveries.repository';
import { type Audience, WebhookEndpointsRepository } from './webhook-endpoints.repository';
import { messageIdOf } from './webhook-message-id';
import { messageOf, type WebhookMessage } from './webhook-messages';
import { WebhookSender } from './webhook-sender';

/** Writes down what each endpoint is to be told, in the order of the log and once. */
@Injectable()
@Handles('QueueWebhooks', ...TOLD_EVENTS)
export class QueueWebhooks implements OutboxHandler<ToldEvent> {
  constructor(
    private readonly endpoints: WebhookEndpointsRepository,
    private readonly tellings: Tellings,
    private readonly deliveries: WebhookDeliveriesRepository,
    private readonly sender: WebhookSender,
  ) {}

  async apply(tx: Tx, events: readonly Recorded<ToldEvent>[]): Promise<void> {
    const audiences = await this.endpoints.findAudiences(tx);
    if (audiences.length === 0) return;
    const told = await this.tellings.of(tx, events);
    const messages = told.map((each, index) => ({ ...messageOf(each), id: messageIdOf(events[index].eventId, each) }));
    const deliveries = audiences.flatMap((audience) =>
      messages
        .filter((message) => wants(audience, message))
        .map((message) => ({ ...message, endpointId: audience.id })),
    );
    if (deliveries.length === 0) return;
    await this.deliveries.insert(tx, deliveries);
    tx.afterCommit(() => this.sender.wake());
  }
}

function wants({ eventTypes }: Audience, { type }: WebhookMessage): boolean {
  return eventTypes.length === 0 || eventTypes.some((each) => each === type);
}
