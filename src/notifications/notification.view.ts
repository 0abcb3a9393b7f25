import { ApiProperty } from '@nestjs/swagger';
import { idText } from './notification-id';
import type { StoredNotification } from './notifications.repository';
import { NOTIFICATION_TYPES } from './told.events';

export class NotificationView {
  @ApiProperty({
    example: '1763721000000042',
    description: 'Of what one is told, what comes later has a greater id, as text and as a number.',
  })
  id: string;

  @ApiProperty({ enum: NOTIFICATION_TYPES })
  type: string;

  @ApiProperty({ format: 'date-time', description: 'When it happened.' })
  at: string;

  @ApiProperty({ type: 'object', additionalProperties: true, description: 'By type: docs/notifications.md.' })
  data: object;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  readAt: string | null;
}

export class NotificationsView {
  @ApiProperty({ type: [NotificationView] })
  items: NotificationView[];

  @ApiProperty({ type: String, nullable: true, description: 'Null on the last page.' })
  nextCursor: string | null;

  @ApiProperty({ type: 'integer', description: 'How many are unread, of all; no more than 1,000 are counted.' })
  unread: number;
}

export class UnreadView {
  @ApiProperty({ type: 'integer', description: 'How many are unread still; no more than 1,000 are counted.' })
  unread: number;
}

export class TicketView {
  @ApiProperty({ description: 'Opens one socket: `ticket.` and this is what to offer as a subprotocol.' })
  ticket: string;

  @ApiProperty({ type: 'integer', example: 30, description: 'Seconds.' })
  expiresIn: number;
}

export function notificationView({ id, type, at, data, readAt }: StoredNotification): NotificationView {
  return {
    id: idText(id),
    type,
    at: at.toISOString(),
    data: JSON.parse(data) as object,
    readAt: readAt?.toISOString() ?? null,
  };
}

/** As a socket sends it. */
export function frameOf({ id, type, at, data }: StoredNotification): string {
  return `{"id":"${idText(id)}","type":"${type}","at":"${at.toISOString()}","data":${data}}`;
}
