import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { UnitOfWork } from '../platform/database/unit-of-work';
import { csvRows } from './csv-rows';
import { type DayMetrics, dayMetricsOf, daysOfPurchases } from './day-metrics';
import { StartRunDto } from './dto/start-run.dto';
import type { EngineResult } from './pipeline-engine';
import type { PipelineRun } from './pipeline-run.entity';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { ReconciliationCasesRepository } from './reconciliation-cases.repository';
import { RunResultsRepository } from './run-results.repository';
import { leftoversOf, type ThreeWay, threeWayOf } from './three-way';

/** What is written of one run; the report has the rest. */
const MAX_CASES = 100_000;
const CASES_AT_ONCE = 2_000;

/** What of the reports goes to tables. */
export interface FoundResults {
  days: readonly DayMetrics[];
  /** Null: our books took no part. */
  threeWay: ThreeWay | null;
}

/** Takes what a run found from its reports to the tables. */
@Injectable()
export class RunResults {
  private readonly logger = new Logger(RunResults.name);

  constructor(
    private readonly unitOfWork: UnitOfWork,
    private readonly runs: PipelineRunsRepository,
    private readonly repository: RunResultsRepository,
    private readonly cases: ReconciliationCasesRepository,
  ) {}

  async read(folder: string): Promise<FoundResults> {
    const days = csvRows(await readFile(join(folder, 'metrics_daily.csv'), 'utf8')).map(dayMetricsOf);
    return { days, threeWay: await threeWayOf(join(folder, 'three_way.json'), MAX_CASES) };
  }

  /** All in one transaction. False when the run was taken over meanwhile: then nothing was written. */
  save(run: PipelineRun, worker: string, result: EngineResult, { days, threeWay }: FoundResults): Promise<boolean> {
    const leftovers = threeWay === null ? [] : leftoversOf(threeWay.details);
    if (threeWay !== null && threeWay.leftOut > 0)
      this.logger.warn(`Of the leftovers of run ${run.id} ${threeWay.leftOut} became no case: the report has them.`);
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.runs.succeed(tx, run.id, worker, result))) return false;
      if (followsTheRules(run)) await this.repository.saveDays(tx, run.id, daysOfPurchases(days));
      await this.repository.saveReconciliation(tx, run.id, result.counts, threeWay?.summary ?? null);
      for (let at = 0; at < leftovers.length; at += CASES_AT_ONCE)
        await this.cases.note(tx, run.id, leftovers.slice(at, at + CASES_AT_ONCE));
      return true;
    });
  }
}

/** A run that asks what other rules would say answers in its reports: the series is told by one set of rules. */
function followsTheRules({ dedupe, chargebacks }: PipelineRun): boolean {
  const rules = new StartRunDto();
  return dedupe === rules.dedupe && chargebacks === rules.chargebacks;
}
