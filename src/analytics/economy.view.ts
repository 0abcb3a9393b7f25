import { ApiProperty } from '@nestjs/swagger';
import { BUCKETS, type Bucket } from './economy-buckets';

const total = { example: '125000', description: 'In smallest units, as decimal text.' } as const;
const byAccount = { type: 'object', additionalProperties: { type: 'string' } } as const;
const integer = { type: 'integer', format: 'int64', nullable: true } as const;
const number = { type: 'number', nullable: true } as const;

export class Flows {
  @ApiProperty(total)
  minted: string;

  @ApiProperty(total)
  burned: string;

  @ApiProperty({ ...byAccount, example: { 'source:top_up': '100000', 'source:earn:daily_login': '25000' } })
  sources: Record<string, string>;

  @ApiProperty({ ...byAccount, example: { 'sink:purchase': '90000' } })
  sinks: Record<string, string>;
}

class Movement extends Flows {
  @ApiProperty({ ...total, description: 'At the end, as decimal text.' })
  circulation: string;

  @ApiProperty({ ...number, description: 'Burned over the mean of what circulated at the beginning and at the end.' })
  velocity: number | null;
}

export class BucketView extends Movement {
  @ApiProperty({ format: 'date-time' })
  start: string;

  @ApiProperty({ ...integer, description: 'Players with an entry on its days; null for hours.' })
  activeHolders: number | null;

  @ApiProperty({ ...integer, description: 'Players who held some at its end; null where that was not kept.' })
  holders: number | null;

  @ApiProperty({ ...integer, description: 'Of those who held some.' })
  medianBalance: number | null;

  @ApiProperty({ ...number, description: 'What the richest 1 % held, as a part of all.', example: 0.31 })
  topPercentShare: number | null;
}

export class EconomyView extends Movement {
  @ApiProperty({ example: 'COIN' })
  currency: string;

  @ApiProperty({ enum: BUCKETS })
  bucket: Bucket;

  @ApiProperty({ format: 'date-time' })
  from: string;

  @ApiProperty({ format: 'date-time' })
  to: string;

  @ApiProperty({ type: [BucketView] })
  buckets: BucketView[];
}
