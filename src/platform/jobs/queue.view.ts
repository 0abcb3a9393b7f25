import { ApiProperty } from '@nestjs/swagger';
import { QUEUE_TROUBLES, type QueueTrouble } from './queue-trouble';

const count = { type: 'integer', example: 0, nullable: true } as const;
const moment = { type: String, format: 'date-time', nullable: true } as const;

/** How a job queue is. Counts and times are null while where it is kept does not answer. */
export class QueueView {
  @ApiProperty({ example: 'maintenance' })
  name: string;

  @ApiProperty({ description: 'Whether where it is kept answers.' })
  answers: boolean;

  @ApiProperty({ ...count, description: 'That could begin now.' })
  waiting: number | null;

  @ApiProperty({ ...count, description: 'Under way.' })
  active: number | null;

  @ApiProperty({ ...count, description: 'Due later: a schedule, or another try.' })
  delayed: number | null;

  @ApiProperty({ ...count, description: 'Given up, in the last 14 days, and neither retried nor dismissed.' })
  failed: number | null;

  @ApiProperty({ ...moment, description: 'When the newest of those was given up.' })
  lastFailedAt: string | null;

  @ApiProperty({ ...moment, description: 'Since when the oldest job could begin.' })
  waitingSince: string | null;

  @ApiProperty({
    type: String,
    enum: QUEUE_TROUBLES,
    nullable: true,
    description:
      'Why somebody should look now: it does not answer, something was given up in the last 24 hours, or something ' +
      'waits for more than 5 minutes where nothing is under way, or for more than an hour. Null: nobody need.',
  })
  trouble: QueueTrouble | null;
}

/** A job that was given up. What it was to do it with is not shown: it may be about somebody. */
export class FailedJobView {
  @ApiProperty({ example: '17' })
  id: string;

  @ApiProperty({ example: 'expire-orders', description: 'What it was to do.' })
  name: string;

  @ApiProperty({ example: 'connect ECONNREFUSED 127.0.0.1:5432', description: 'Its first 500 characters.' })
  reason: string;

  @ApiProperty({ type: 'integer', example: 5, description: 'How often it was tried.' })
  attempts: number;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ format: 'date-time' })
  failedAt: string;
}
