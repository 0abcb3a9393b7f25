import { ApiProperty } from '@nestjs/swagger';
import { DELIVERY_STATUSES, type DeliveryStatus, webhookId } from './webhook-delivery';
import type { FoundAttempt, FoundDelivery } from './webhook-log.query';

const moment = { type: String, format: 'date-time', nullable: true } as const;

export class WebhookAttemptView {
  @ApiProperty({ type: 'integer', description: '1 is the first; replays go on counting.' })
  number: number;

  @ApiProperty({ format: 'date-time', description: 'When it was over.' })
  at: string;

  @ApiProperty({ type: 'integer', nullable: true, description: 'What was answered; null: nothing was.' })
  status: number | null;

  @ApiProperty({ type: 'integer' })
  durationMs: number;

  @ApiProperty({ type: String, nullable: true, description: 'Null: it arrived. Else the beginning of what was said.' })
  error: string | null;
}

/** One message to one endpoint. */
export class WebhookDeliveryView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ example: 'msg_0199c000000070008000000000000601', description: 'What the receiver knows it by.' })
  webhookId: string;

  @ApiProperty({ example: 'purchase.completed' })
  type: string;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'The player whom it is about.' })
  userId: string | null;

  @ApiProperty({ enum: DELIVERY_STATUSES, description: '`failed`: it was given up.' })
  status: DeliveryStatus;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ ...moment, description: 'When it arrived or was given up.' })
  endedAt: string | null;

  @ApiProperty({ ...moment, description: 'Of one that waits for its next attempt.' })
  nextAttemptAt: string | null;

  @ApiProperty({ type: 'integer', description: 'How many attempts there were.' })
  attemptCount: number;

  @ApiProperty({ type: WebhookAttemptView, isArray: true, description: 'The last ten, the latest first.' })
  attempts: WebhookAttemptView[];
}

export class WebhookDeliveryDetails extends WebhookDeliveryView {
  @ApiProperty({ description: 'What is sent, to the byte.', example: '{"type":"purchase.completed","timestamp":"…"}' })
  body: string;
}

export class WebhookReplayView {
  @ApiProperty({ type: 'integer', description: 'How many are sent again.' })
  replayed: number;
}

export function deliveryView(delivery: FoundDelivery, attempts: readonly FoundAttempt[]): WebhookDeliveryView {
  const { id, type, userId, status, createdAt, endedAt, nextAttemptAt, attemptCount } = delivery;
  return {
    id,
    webhookId: webhookId(id),
    type,
    userId,
    status,
    createdAt: createdAt.toISOString(),
    endedAt: endedAt?.toISOString() ?? null,
    nextAttemptAt: nextAttemptAt?.toISOString() ?? null,
    attemptCount,
    attempts: attempts.map(({ number, at, status, durationMs, error }) => ({
      number,
      at: at.toISOString(),
      status,
      durationMs,
      error,
    })),
  };
}
