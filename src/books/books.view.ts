import { ApiProperty } from '@nestjs/swagger';
import type { CheckResult } from './check';
import type { Circulation } from './circulation';
import type { ChainHead } from './seal-chain';
import type { BooksReport, Progress } from './verification';

const integer = { type: 'integer', format: 'int64' } as const;

export class CheckView implements CheckResult {
  @ApiProperty({ example: 'balances' })
  name: string;

  @ApiProperty({ example: 'entries sum to the balance of each wallet' })
  proves: string;

  @ApiProperty({ ...integer, description: 'How many rows were examined.' })
  rows: number;

  @ApiProperty({ ...integer, example: 0 })
  violations: number;

  @ApiProperty({
    type: Object,
    additionalProperties: true,
    nullable: true,
    description: 'The ids and figures of the first violation.',
    example: null,
  })
  first: Record<string, unknown> | null;

  @ApiProperty(integer)
  ms: number;
}

export class CirculationView implements Circulation {
  @ApiProperty({ description: 'The code of a currency or the id of a product.', example: 'COIN' })
  asset: string;

  @ApiProperty({ description: 'Everything that sources gave, in decimal digits.', example: '1500' })
  minted: string;

  @ApiProperty({ description: 'Everything that went into sinks.', example: '500' })
  burned: string;

  @ApiProperty({ description: 'What players hold.', example: '1000' })
  circulation: string;
}

export class LastSealView implements ChainHead {
  @ApiProperty({ example: '1' })
  id: string;

  @ApiProperty({ description: 'SHA-256 over the seal and, through it, all before it. Keep it elsewhere.' })
  digest: string;

  @ApiProperty({ format: 'date-time' })
  sealedAt: string;
}

export class BooksReportView implements BooksReport {
  @ApiProperty({ description: 'True when no check found a violation.' })
  balanced: boolean;

  @ApiProperty({ format: 'date-time', description: 'The moment of the snapshot.' })
  at: string;

  @ApiProperty(integer)
  players: number;

  @ApiProperty(integer)
  entries: number;

  @ApiProperty({ type: [CheckView] })
  checks: CheckView[];

  @ApiProperty({ type: [CirculationView] })
  circulation: CirculationView[];

  @ApiProperty({ type: LastSealView, nullable: true, description: 'Null while nothing was sealed.' })
  lastSeal: LastSealView | null;

  @ApiProperty(integer)
  ms: number;
}

export class ProgressView implements Progress {
  @ApiProperty(integer)
  entriesDone: number;

  @ApiProperty(integer)
  entriesTotal: number;
}

export class RunningView {
  @ApiProperty({ enum: [true] })
  running: true;

  @ApiProperty({ type: ProgressView })
  progress: ProgressView;
}
