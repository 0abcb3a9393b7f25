import { ApiProperty } from '@nestjs/swagger';
import { NOTIFICATION_TYPES } from '../notifications/told.events';
import { DISABLED_BECAUSE, type DisabledBecause, type WebhookEndpoint } from './webhook-endpoint.entity';
import { type EndpointHealth, MAX_COUNTED } from './webhook-health.query';

const moment = { type: String, format: 'date-time', nullable: true } as const;
const because = {
  enum: DISABLED_BECAUSE,
  nullable: true,
  description: '`gone`: it answered 410; `failing`: nothing arrived there for days.',
} as const;

/** An endpoint as admins see it. */
export class WebhookEndpointView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'https://game.example.com/florin' })
  url: string;

  @ApiProperty()
  description: string;

  @ApiProperty({ enum: NOTIFICATION_TYPES, isArray: true, description: 'Empty: everything.' })
  eventTypes: readonly string[];

  @ApiProperty({ ...moment, description: 'Null: it is told. While it is disabled, what happens waits for it.' })
  disabledAt: string | null;

  @ApiProperty(because)
  disabledBecause: DisabledBecause | null;

  @ApiProperty({ ...moment, description: 'When the first attempt failed since the last that did not.' })
  failingSince: string | null;

  @ApiProperty({ ...moment, description: 'Until then both secrets hold, and everything is signed with both.' })
  previousSecretUntil: string | null;

  @ApiProperty({ format: 'uuid', description: 'The admin who made it.' })
  createdBy: string;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export class NewWebhookEndpointView extends WebhookEndpointView {
  @ApiProperty({
    description: 'What everything is signed with. It is shown this once.',
    example: 'whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSwMfKQ9r8GKYo=',
  })
  secret: string;
}

export class EndpointHealthView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'game.example.com', description: 'Its address may hold a secret: only where it leads.' })
  host: string;

  @ApiProperty()
  description: string;

  @ApiProperty(moment)
  disabledAt: string | null;

  @ApiProperty(because)
  disabledBecause: DisabledBecause | null;

  @ApiProperty(moment)
  failingSince: string | null;

  @ApiProperty({ ...moment, description: 'Nothing is sent before: it asked for that, or fails again and again.' })
  pausedUntil: string | null;

  @ApiProperty({
    type: 'integer',
    description: `Deliveries that wait for their first attempt or the next; no more than ${MAX_COUNTED} are counted.`,
  })
  waiting: number;

  @ApiProperty({ ...moment, description: 'Since when the oldest of them waits.' })
  oldestWaitingAt: string | null;

  @ApiProperty({ type: 'integer', description: `Deliveries that were given up and can be replayed, counted likewise.` })
  failed: number;
}

export class WebhookHealthView {
  @ApiProperty({ type: EndpointHealthView, isArray: true })
  endpoints: EndpointHealthView[];

  @ApiProperty({ type: 'integer', description: 'Of all endpoints.' })
  waiting: number;

  @ApiProperty({ type: 'integer' })
  failed: number;

  @ApiProperty({ type: 'integer', description: 'How many are disabled, but not by staff.' })
  givenUp: number;
}

export function endpointView(endpoint: WebhookEndpoint): WebhookEndpointView {
  const { id, url, description, eventTypes, disabledBecause, createdBy } = endpoint;
  const { previousSecretUntil: until } = endpoint;
  return {
    id,
    url,
    description,
    eventTypes,
    disabledAt: isoOf(endpoint.disabledAt),
    disabledBecause,
    failingSince: isoOf(endpoint.failingSince),
    previousSecretUntil: until === null || until.getTime() <= Date.now() ? null : isoOf(until),
    createdBy,
    createdAt: endpoint.createdAt.toISOString(),
  };
}

export function healthView(endpoints: readonly EndpointHealth[]): WebhookHealthView {
  return {
    endpoints: endpoints.map(({ url, ...each }) => ({
      ...each,
      host: new URL(url).host,
      disabledAt: isoOf(each.disabledAt),
      failingSince: isoOf(each.failingSince),
      pausedUntil: isoOf(each.pausedUntil),
      oldestWaitingAt: isoOf(each.oldestWaitingAt),
    })),
    waiting: endpoints.reduce((sum, { waiting }) => sum + waiting, 0),
    failed: endpoints.reduce((sum, { failed }) => sum + failed, 0),
    givenUp: endpoints.filter((each) => each.disabledBecause !== null && each.disabledBecause !== 'staff').length,
  };
}

function isoOf(moment: Date | null): string | null {
  return moment?.toISOString() ?? null;
}
