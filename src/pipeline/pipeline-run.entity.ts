import { Column, Entity, PrimaryColumn } from 'typeorm';
import type { EngineProgress, EngineResult } from './pipeline-engine';

export const RUN_STATES = ['queued', 'running', 'succeeded', 'failed'] as const;
export type RunState = (typeof RUN_STATES)[number];
export type RunOrigin = 'request' | 'schedule';

/** Why a run failed; the place is told where an input could not be used. */
export interface RunError {
  code: string;
  message: string;
  file?: string;
  column?: string;
  line?: number;
}

/** One run of the pipeline. Who works on it holds the lock of `run-lock.ts` and signs with `worker`. */
@Entity('pipeline_runs')
export class PipelineRun {
  /** UUID v7: in order of time. */
  @PrimaryColumn('uuid')
  id: string;

  @Column('text')
  state: RunState;

  @Column('text')
  origin: RunOrigin;

  @Column('text')
  dedupe: 'receipt' | 'event';

  @Column('text')
  chargebacks: 'original' | 'ledger';

  /** D-1 where somebody named it; null: the second-latest date of the purchases. */
  @Column('date', { nullable: true })
  date: string | null;

  /** A member of staff or an API key; null: the schedule. */
  @Column('uuid', { name: 'requested_by', nullable: true })
  requestedBy: string | null;

  @Column('text', { name: 'requested_role', nullable: true })
  requestedRole: string | null;

  /** A digest of the Idempotency-Key, and what the request was. */
  @Column('bytea', { name: 'request_key', nullable: true })
  requestKey: Buffer | null;

  @Column('text', { name: 'request_fingerprint', nullable: true })
  requestFingerprint: string | null;

  /** How often somebody took it up. */
  @Column('integer', { default: 0 })
  attempt: number;

  /** How often it was found without whoever had taken it up, or its engine was killed. */
  @Column('integer', { default: 0 })
  losses: number;

  @Column('uuid', { nullable: true })
  worker: string | null;

  @Column('jsonb', { nullable: true })
  progress: EngineProgress | null;

  @Column('jsonb', { nullable: true })
  counts: EngineResult['counts'] | null;

  /** Milliseconds for each phase. */
  @Column('jsonb', { nullable: true })
  timings: EngineResult['timings'] | null;

  @Column('jsonb', { nullable: true })
  error: RunError | null;

  @Column('timestamptz', { name: 'created_at' })
  createdAt: Date;

  @Column('timestamptz', { name: 'started_at', nullable: true })
  startedAt: Date | null;

  @Column('timestamptz', { name: 'ended_at', nullable: true })
  endedAt: Date | null;
}
