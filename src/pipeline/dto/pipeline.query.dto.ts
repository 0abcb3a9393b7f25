import { ApiPropertyOptional } from '@nestjs/swagger';
import { IsIn, IsString, Length, Matches, MaxLength } from 'class-validator';
import { Day } from '../../platform/http/day';
import { Id } from '../../platform/http/id';
import { PageQuery } from '../../platform/http/page';
import { IntegerText, Optional } from '../../platform/http/plain-integer';
import { RUN_STATES, type RunState } from '../pipeline-run.entity';
import { CASE_SIDES, type CaseSide } from '../reconciliation-case.entity';

export class RunsQuery extends PageQuery {
  @ApiPropertyOptional({ enum: RUN_STATES })
  @Optional()
  @IsIn(RUN_STATES)
  state?: RunState;
}

const CASE_STATES = ['open', 'closed'] as const;

export class CasesQuery extends PageQuery {
  @ApiPropertyOptional({ enum: CASE_STATES })
  @Optional()
  @IsIn(CASE_STATES)
  state?: (typeof CASE_STATES)[number];

  @ApiPropertyOptional({ enum: CASE_SIDES, description: 'Who alone knows of the money.' })
  @Optional()
  @IsIn(CASE_SIDES)
  side?: CaseSide;

  @ApiPropertyOptional({ description: 'As `likelyCause` of a case says it.' })
  @Optional()
  @Matches(/^[a-z0-9_.-]{1,64}$/, { message: 'must be a word such as late_export' })
  likelyCause?: string;

  @ApiPropertyOptional({ maxLength: 255 })
  @Optional()
  @IsString()
  @Length(1, 255)
  receiptId?: string;

  @ApiPropertyOptional({ format: 'uuid', description: 'Only what was left over in this run last.' })
  @Optional()
  @Id()
  runId?: string;
}

/** A time series: whole days of UTC, both ends included. */
export class MetricsQueryDto {
  @ApiPropertyOptional({ description: 'Only this campaign; upper and lower case are the same.', maxLength: 255 })
  @Optional()
  @IsString()
  @Length(1, 255)
  campaign?: string;

  @ApiPropertyOptional({ format: 'date', description: 'The first day.' })
  @Optional()
  @Day()
  since?: string;

  @ApiPropertyOptional({ format: 'date', description: 'The last day.' })
  @Optional()
  @Day()
  until?: string;

  @IntegerText({ min: 1, max: 1_000, optional: true, example: 1_000 })
  limit: number = 1_000;

  @ApiPropertyOptional({ description: '`nextCursor` of the page before', maxLength: 1_024 })
  @Optional()
  @IsString()
  @MaxLength(1_024)
  cursor?: string;
}
