import { ApiProperty } from '@nestjs/swagger';
import { PipelineRun, RUN_STATES, type RunError, type RunState } from './pipeline-run.entity';

export class RunProgressView {
  @ApiProperty({ example: 'match' })
  phase: string;

  @ApiProperty({ example: 4 })
  step: number;

  @ApiProperty({ example: 9 })
  steps: number;

  @ApiProperty({ example: 250_000, description: 'Rows so far in this phase.' })
  rows: number;
}

export class RunErrorView {
  @ApiProperty({ example: 'pipeline.unusable_input' })
  code: string;

  @ApiProperty({ example: 'costs_daily.csv has no column ad_cost_usd.' })
  message: string;

  @ApiProperty({ required: false, example: 'costs_daily.csv' })
  file?: string;

  @ApiProperty({ required: false, example: 'ad_cost_usd' })
  column?: string;

  @ApiProperty({ required: false, example: 1 })
  line?: number;
}

export class PipelineRunView {
  @ApiProperty({ format: 'uuid' })
  id: string;

  @ApiProperty({ enum: RUN_STATES })
  state: RunState;

  @ApiProperty({ enum: ['request', 'schedule'] })
  origin: string;

  @ApiProperty({ enum: ['receipt', 'event'] })
  dedupe: string;

  @ApiProperty({ enum: ['original', 'ledger'] })
  chargebacks: string;

  @ApiProperty({ type: String, format: 'date', nullable: true, description: 'D-1, where it was asked for.' })
  date: string | null;

  @ApiProperty({ type: String, format: 'uuid', nullable: true, description: 'Who asked; null: the schedule.' })
  requestedBy: string | null;

  @ApiProperty({ type: String, nullable: true })
  requestedRole: string | null;

  @ApiProperty({ description: 'How often it was taken up: more than once when a worker was lost.' })
  attempt: number;

  @ApiProperty({ type: RunProgressView, nullable: true })
  progress: RunProgressView | null;

  @ApiProperty({ type: 'object', nullable: true, additionalProperties: { type: 'integer' } })
  counts: Record<string, number> | null;

  @ApiProperty({
    type: 'object',
    nullable: true,
    additionalProperties: { type: 'number' },
    description: 'Milliseconds for each phase.',
  })
  timings: Record<string, number> | null;

  @ApiProperty({ type: RunErrorView, nullable: true })
  error: RunError | null;

  @ApiProperty({ type: [String], description: 'The reports that can be read, once it succeeded.' })
  reports: readonly string[];

  @ApiProperty({ format: 'date-time' })
  createdAt: string;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  startedAt: string | null;

  @ApiProperty({ type: String, format: 'date-time', nullable: true })
  endedAt: string | null;
}

export function pipelineRunView(run: PipelineRun, reports: readonly string[] = []): PipelineRunView {
  const { id, state, origin, dedupe, chargebacks, date, requestedBy, requestedRole, attempt } = run;
  return {
    id,
    state,
    origin,
    dedupe,
    chargebacks,
    date,
    requestedBy,
    requestedRole,
    attempt,
    progress: run.progress,
    counts: run.counts === null ? null : { ...run.counts },
    timings: run.timings,
    error: run.error,
    reports,
    createdAt: run.createdAt.toISOString(),
    startedAt: run.startedAt?.toISOString() ?? null,
    endedAt: run.endedAt?.toISOString() ?? null,
  };
}

/** As it was when it was asked for, however far it is: what the same key is answered each time. */
export function acceptedRunView(run: PipelineRun): PipelineRunView {
  const nothing = { progress: null, counts: null, timings: null, error: null, startedAt: null, endedAt: null };
  return pipelineRunView(Object.assign(new PipelineRun(), run, { state: 'queued', attempt: 0 }, nothing));
}
