import { join } from 'node:path';
import { Injectable, Logger } from '@nestjs/common';
import { CampaignCosts } from '../attribution/campaign-costs.service';
import { type Tx, UnitOfWork } from '../platform/database/unit-of-work';
import {
  costsOf,
  type DayMetrics,
  daysIn,
  daysOf,
  inSlices,
  newestDays,
  type Period,
  periodOfPurchases,
} from './day-metrics';
import type { EngineResult } from './pipeline-engine';
import type { PipelineRun } from './pipeline-run.entity';
import { PipelineRunsRepository } from './pipeline-runs.repository';
import { ReconciliationCasesRepository } from './reconciliation-cases.repository';
import { RunResultsRepository } from './run-results.repository';
import { leftoversOf, type ThreeWay, threeWayOf } from './three-way';
import { followsTheRules, isUsual } from './usual-run';

/** What is written of one run, for a transaction is not to last; the reports have the rest. Half a year of a thousand campaigns. */
const MAX_ROWS = 200_000;
const MAX_CASES = 100_000;
const CASES_AT_ONCE = 2_000;
const COSTS_AT_ONCE = 5_000;

/** What of the reports goes to tables. */
export interface FoundResults {
  /** Read anew each time they are asked for. */
  days: () => AsyncIterable<DayMetrics>;
  /** Null: no purchase at all. */
  period: Period | null;
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
    private readonly costs: CampaignCosts,
  ) {}

  async read(folder: string): Promise<FoundResults> {
    const file = join(folder, 'metrics_daily.csv');
    const newest = await newestDays(daysOf(file), MAX_ROWS);
    const days = () => daysIn(daysOf(file), newest);
    const period = await periodOfPurchases(days());
    return { days, period, threeWay: await threeWayOf(join(folder, 'three_way.json'), MAX_CASES) };
  }

  /** All in one transaction. False when the run was taken over meanwhile: then nothing was written. */
  save(run: PipelineRun, worker: string, result: EngineResult, found: FoundResults): Promise<boolean> {
    const { days, period, threeWay } = found;
    const leftovers = threeWay === null || !isUsual(run) ? [] : leftoversOf(threeWay.details);
    if (threeWay !== null && threeWay.leftOut > 0)
      this.logger.warn(`Of the leftovers of run ${run.id} ${threeWay.leftOut} became no case: the report has them.`);
    return this.unitOfWork.run(async (tx) => {
      if (!(await this.runs.succeed(tx, run.id, worker, result))) return false;
      if (followsTheRules(run) && period !== null) await this.repository.saveDays(tx, run.id, daysIn(days(), period));
      if (isUsual(run)) await this.saveCosts(tx, days());
      await this.repository.saveReconciliation(tx, run.id, result.counts, threeWay?.summary ?? null);
      for (let at = 0; at < leftovers.length; at += CASES_AT_ONCE)
        await this.cases.note(tx, run.id, leftovers.slice(at, at + CASES_AT_ONCE));
      return true;
    });
  }

  /** Of all days: what was spent hangs on no purchase. */
  private async saveCosts(tx: Tx, days: AsyncIterable<DayMetrics>): Promise<void> {
    for await (const slice of inSlices(days, COSTS_AT_ONCE)) {
      const costs = costsOf(slice);
      if (costs.length > 0) await this.costs.setDollars(tx, costs);
    }
  }
}
