import { Injectable } from '@nestjs/common';
import { InjectRepository } from '@nestjs/typeorm';
import { In, IsNull, LessThan, Repository } from 'typeorm';
import { violatedConstraint } from '../platform/database/database-errors';
import type { Tx } from '../platform/database/unit-of-work';
import type { EngineProgress, EngineResult } from './pipeline-engine';
import { PipelineRun, type RunError, type RunState } from './pipeline-run.entity';
import { PipelineAlreadyRunning } from './pipeline.errors';
import { usualRules } from './usual-run';

@Injectable()
export class PipelineRunsRepository {
  constructor(@InjectRepository(PipelineRun) private readonly runs: Repository<PipelineRun>) {}

  /** Newest first, those before `before` (an id). */
  findPage(limit: number, before?: string, state?: RunState): Promise<PipelineRun[]> {
    return this.runs.find({
      where: { ...(before === undefined ? {} : { id: LessThan(before) }), ...(state === undefined ? {} : { state }) },
      order: { id: 'desc' },
      take: limit,
    });
  }

  find(id: string): Promise<PipelineRun | null> {
    return this.runs.findOneBy({ id });
  }

  /** The one that waits or is worked on. */
  findActive(): Promise<PipelineRun | null> {
    return this.runs.findOneBy({ state: In(['queued', 'running']) });
  }

  findByRequest(requestedBy: string, requestKey: Buffer): Promise<PipelineRun | null> {
    return this.runs.findOneBy({ requestedBy, requestKey });
  }

  /** Whose reports are those that everybody reads. */
  findLatestUsual(): Promise<PipelineRun | null> {
    const where = { ...usualRules(), state: 'succeeded', date: IsNull() } as const;
    return this.runs.findOne({ where, order: { id: 'desc' } });
  }

  /** Those whose reports may be looked at, the newest that succeeded. */
  findKept(limit: number): Promise<Pick<PipelineRun, 'id' | 'worker'>[]> {
    return this.runs.find({
      select: { id: true, worker: true },
      where: { state: 'succeeded' },
      order: { id: 'desc' },
      take: limit,
    });
  }

  async hasScheduledSince(tx: Tx, day: string): Promise<boolean> {
    const rows = await tx.send({
      name: 'find scheduled pipeline run',
      sql: `select from pipeline_runs where origin = 'schedule' and created_at >= $1::date limit 1`,
      params: [day],
    });
    return rows.length > 0;
  }

  /** @throws PipelineAlreadyRunning when another waits or is worked on */
  async insert(tx: Tx, run: PipelineRun): Promise<void> {
    try {
      await tx.getRepository(PipelineRun).insert(run);
    } catch (error) {
      throw violatedConstraint(error) === 'pipeline_runs_active_index' ? new PipelineAlreadyRunning() : error;
    }
  }

  /**
   * Takes a run up, or takes it over from somebody who is gone: only whoever holds the lock may. Null when nothing is left to do.
   */
  async claim(id: string, worker: string): Promise<PipelineRun | null> {
    const { raw } = await this.runs
      .createQueryBuilder()
      .update()
      .set({
        worker,
        state: 'running',
        attempt: () => 'attempt + 1',
        losses: () => `losses + (state = 'running')::int`,
        startedAt: () => 'coalesce(started_at, clock_timestamp())',
        progress: null,
      })
      .where(`id = :id and state in ('queued', 'running')`, { id })
      .returning('id')
      .execute();
    return (raw as unknown[]).length === 0 ? null : this.find(id);
  }

  async noteProgress(id: string, worker: string, progress: EngineProgress): Promise<void> {
    await this.runs.update({ id, worker, state: 'running' }, { progress });
  }

  /** Gives it back as it was, for whoever takes it up next. */
  async giveBack(id: string, worker: string): Promise<void> {
    await this.runs.update({ id, worker, state: 'running' }, { state: 'queued', worker: null, progress: null });
  }

  /** As if the worker itself had been lost. */
  async giveBackAfterLoss(id: string, worker: string): Promise<void> {
    const given = { state: 'queued', worker: null, progress: null, losses: () => 'losses + 1' } as const;
    await this.runs.update({ id, worker, state: 'running' }, given);
  }

  async fail(id: string, worker: string, error: RunError): Promise<void> {
    await this.runs.update(
      { id, worker, state: 'running' },
      { state: 'failed', error, progress: null, endedAt: () => 'clock_timestamp()' },
    );
  }

  /** False when somebody else took it over: then nothing of ours counts. */
  async succeed(tx: Tx, id: string, worker: string, { counts, timings }: EngineResult): Promise<boolean> {
    const { affected } = await tx
      .getRepository(PipelineRun)
      .update(
        { id, worker, state: 'running' },
        { state: 'succeeded', counts, timings, progress: null, endedAt: () => 'clock_timestamp()' },
      );
    return affected === 1;
  }
}
