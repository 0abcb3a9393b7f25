import { ApiProperty } from '@nestjs/swagger';
import { CASE_SIDES, type ReconciliationCase } from './reconciliation-case.entity';

export class ReconciliationCaseView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: ['open', 'closed'] })
  state: 'open' | 'closed';

  @ApiProperty({ enum: CASE_SIDES, description: 'Who knows of the money.' })
  side: string;

  @ApiProperty({ type: String, nullable: true, example: 'RCP-3300' })
  receiptId: string | null;

  @ApiProperty({ type: String, nullable: true, example: '4.99', description: 'Exact decimal text.' })
  amountUsd: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  occurredAt: string | null;

  @ApiProperty({ example: 'late_export', description: 'What the engine thinks; finance knows.' })
  likelyCause: string;

  @ApiProperty({ format: 'uuid', description: 'The run in which it was left over first.' })
  firstRunId: string;

  @ApiProperty({ format: 'uuid', description: 'And last: an older one than the latest means that it was found since.' })
  lastRunId: string;

  @ApiProperty({ type: String, nullable: true })
  note: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true })
  closedBy: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  closedAt: string | null;

  @ApiProperty({ format: 'date-time' })
  createdAt: string;
}

export function reconciliationCaseView(found: ReconciliationCase): ReconciliationCaseView {
  const { id, side, receiptId, amountUsd, likelyCause, firstRunId, lastRunId, note, closedBy } = found;
  return {
    id,
    state: found.closedAt === null ? 'open' : 'closed',
    side,
    receiptId,
    amountUsd,
    occurredAt: found.occurredAt?.toISOString() ?? null,
    likelyCause,
    firstRunId,
    lastRunId,
    note,
    closedBy,
    closedAt: found.closedAt?.toISOString() ?? null,
    createdAt: found.createdAt.toISOString(),
  };
}
