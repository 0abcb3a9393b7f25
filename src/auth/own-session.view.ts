import { ApiProperty } from '@nestjs/swagger';
import type { Session } from './session.entity';

const moment = { format: 'date-time', example: '2026-01-31T12:00:00.000Z' } as const;

/** A session as its owner sees it, to know it again or to end it. */
export class OwnSessionView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty(moment)
  createdAt: string;

  @ApiProperty({ ...moment, description: 'Its last refresh.' })
  lastUsedAt: string;

  @ApiProperty({ ...moment, description: 'When it ends unless it is refreshed.' })
  expiresAt: string;

  @ApiProperty({ type: String, nullable: true, description: 'What the client said of itself when it began.' })
  userAgent: string | null;

  @ApiProperty({ description: 'Whether the access token of this request belongs to it.' })
  current: boolean;
}

export function ownSessionView(session: Session, current: string | undefined): OwnSessionView {
  return {
    id: session.id,
    createdAt: session.createdAt.toISOString(),
    lastUsedAt: session.lastUsedAt.toISOString(),
    expiresAt: session.expiresAt.toISOString(),
    userAgent: session.userAgent,
    current: session.id === current,
  };
}
