import { ApiProperty } from '@nestjs/swagger';
import type { ReaderStatus } from './outbox-status.repository';

const count = { type: 'integer', example: 0 } as const;

/** How far a reader of the events is. */
export class OutboxReaderView {
  @ApiProperty({ example: 'CountSales' })
  name: string;

  @ApiProperty({ ...count, description: 'Events that it has not passed; far behind it is told as at least so many.' })
  lagEvents: number;

  @ApiProperty({ type: Number, example: 0, description: 'The age of the oldest of them.' })
  lagSeconds: number;

  @ApiProperty({ ...count, description: 'Events that keep failing and were put aside.' })
  parked: number;

  @ApiProperty({ format: 'date-time', description: 'When it last moved.' })
  updatedAt: string;
}

export function outboxReaderView({ updatedAt, ...status }: ReaderStatus): OutboxReaderView {
  return { ...status, updatedAt: updatedAt.toISOString() };
}
