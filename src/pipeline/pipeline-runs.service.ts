import { hash } from 'node:crypto';
import { Injectable } from '@nestjs/common';
import { AuditService } from '../platform/audit/audit.service';
import { now } from '../platform/clock/clock';
import { violatedConstraint } from '../platform/database/database-errors';
import { CronRuns } from '../platform/database/cron-runs';
import { newId } from '../platform/database/new-id';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import type { IdempotentRequest } from '../platform/idempotency/idempotency-key';
import { IdempotencyKeyReused } from '../platform/idempotency/idempotency.errors';
import type { Actor } from '../platform/security/access';
import type { StartRunDto } from './dto/start-run.dto';
import { PipelineRun, type RunOrigin, type RunState } from './pipeline-run.entity';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { PipelineAlreadyRunning, PipelineRunNotFound } from './pipeline.errors';
import { PipelineQueue } from './pipeline.queue';

/** By which the schedule claims a day. */
export const DAILY_RUN = 'run-pipeline';

export interface StartedRun {
  run: PipelineRun;
  /** It was started by an earlier request with the same key. */
  replayed: boolean;
}

/** Runs as they are asked for and looked at; `run-execution.service.ts` does them. */
@Injectable()
export class PipelineRunsService {
  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly repository: PipelineRunsRepository,
    private readonly queue: PipelineQueue,
    private readonly audit: AuditService,
    private readonly cronRuns: CronRuns,
  ) {}

  /**
   * The same `request` of the same person is the same run.
   *
   * @throws PipelineAlreadyRunning, IdempotencyKeyReused
   */
  async start(actor: Actor, options: StartRunDto, request: IdempotentRequest | undefined): Promise<StartedRun> {
    const earlier = await this.findStarted(actor, request);
    if (earlier !== null) return { run: earlier, replayed: true };
    const run = newRun('request', options, actor, request);
    try {
      await this.unitOfWork.run((tx) => this.insert(tx, run, actor));
    } catch (error) {
      if (!isTaken(error)) throw error;
      const same = await this.findStarted(actor, request);
      if (same !== null) return { run: same, replayed: true };
      throw new PipelineAlreadyRunning((await this.repository.findActive()) ?? undefined);
    }
    await this.queue.wake(run);
    return { run, replayed: false };
  }

  /** The run of the day that the schedule claimed, once; later, where another one is under way. */
  async startDaily(options: StartRunDto): Promise<void> {
    const run = newRun('schedule', options);
    try {
      const isDue = await this.unitOfWork.run(async (tx) => {
        const day = await this.cronRuns.lockDay(tx, DAILY_RUN);
        if (day === null || (await this.repository.hasScheduledSince(tx, day))) return false;
        await this.repository.insert(tx, run);
        return true;
      });
      if (isDue) await this.queue.wake(run);
    } catch (error) {
      if (!isTaken(error)) throw error;
    }
  }

  list(limit: number, before?: string, state?: RunState): Promise<PipelineRun[]> {
    return this.repository.findPage(limit, before, state);
  }

  /** @throws PipelineRunNotFound */
  async get(id: string): Promise<PipelineRun> {
    const run = await this.repository.find(id);
    if (run === null) throw new PipelineRunNotFound();
    return run;
  }

  private async insert(tx: Tx, run: PipelineRun, actor: Actor): Promise<void> {
    await this.repository.insert(tx, run);
    const { id, dedupe, chargebacks, date } = run;
    const after = { dedupe, chargebacks, date };
    await this.audit.record(tx, { actor, action: 'pipeline.run_started', target: `pipeline_run:${id}`, after });
  }

  private async findStarted(actor: Actor, request: IdempotentRequest | undefined): Promise<PipelineRun | null> {
    if (request === undefined) return null;
    const found = await this.repository.findByRequest(actor.id, digestOf(request));
    if (found !== null && found.requestFingerprint !== request.fingerprint) throw new IdempotencyKeyReused();
    return found;
  }
}

function isTaken(error: unknown): boolean {
  return error instanceof PipelineAlreadyRunning || violatedConstraint(error) === 'pipeline_runs_request_index';
}

/** Keys are whatever text a client chose: what is kept of them tells nothing. */
function digestOf({ key }: IdempotentRequest): Buffer {
  return hash('sha256', key, 'buffer');
}

function newRun(origin: RunOrigin, options: StartRunDto, actor?: Actor, request?: IdempotentRequest): PipelineRun {
  return Object.assign(new PipelineRun(), {
    id: newId(),
    state: 'queued',
    origin,
    dedupe: options.dedupe,
    chargebacks: options.chargebacks,
    date: options.date ?? null,
    requestedBy: actor?.id ?? null,
    requestedRole: actor?.role ?? null,
    requestKey: request === undefined ? null : digestOf(request),
    requestFingerprint: request?.fingerprint ?? null,
    attempt: 0,
    losses: 0,
    worker: null,
    progress: null,
    counts: null,
    timings: null,
    error: null,
    createdAt: now(),
    startedAt: null,
    endedAt: null,
  } satisfies PipelineRun);
}
