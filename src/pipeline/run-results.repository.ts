import { Injectable } from '@nestjs/common';
import { arrayLiteral } from '../platform/database/array-literal';
import type { Tx } from '../platform/database/unit-of-work';
import { type DayMetrics, inSlices } from './day-metrics';
import type { EngineResult } from './pipeline-engine';

const ROWS_AT_ONCE = 5_000;
/** What a run said of a day for which a later one counts. */
const KEPT_DAYS = 30;

@Injectable()
export class RunResultsRepository {
  /** What the run found of each day; from now on it is the one that counts for these days. */
  async saveDays(tx: Tx, runId: string, days: AsyncIterable<DayMetrics>): Promise<void> {
    for await (const slice of inSlices(days, ROWS_AT_ONCE)) await this.insertDays(tx, runId, slice);
    await tx.send({
      name: 'let pipeline days count',
      sql: `
        insert into pipeline_days (date, run_id) select distinct date, $1::uuid from pipeline_metrics where run_id = $1
        order by 1 on conflict (date) do update set run_id = excluded.run_id`,
      params: [runId],
    });
  }

  private async insertDays(tx: Tx, runId: string, days: readonly DayMetrics[]): Promise<void> {
    const column = (name: keyof DayMetrics) => arrayLiteral(days.map((day) => day[name]));
    await tx.send({
      name: 'insert pipeline metrics',
      sql: `
        insert into pipeline_metrics (run_id, date, campaign, revenue_usd, ad_cost_usd, roas, dau, arpdau, matched,
          af_only, confirmed_only)
        select $1::uuid, * from unnest($2::date[], $3::text[], $4::numeric[], $5::numeric[], $6::numeric[], $7::bigint[],
          $8::numeric[], $9::bigint[], $10::bigint[], $11::bigint[])`,
      params: [
        runId,
        column('date'),
        column('campaign'),
        column('revenueUsd'),
        column('adCostUsd'),
        column('roas'),
        column('dau'),
        column('arpdau'),
        column('matched'),
        column('afOnly'),
        column('confirmedOnly'),
      ],
    });
  }

  async saveReconciliation(
    tx: Tx,
    runId: string,
    { matched, afOnly, confirmedOnly, exceptions }: EngineResult['counts'],
    threeWay: Record<string, unknown> | null,
  ): Promise<void> {
    await tx.send({
      name: 'insert pipeline reconciliation',
      sql: `
        insert into pipeline_reconciliations (run_id, matched, af_only, confirmed_only, exceptions, three_way)
        values ($1, $2, $3, $4, $5, $6)`,
      params: [runId, matched, afOnly, confirmedOnly, exceptions, threeWay === null ? null : JSON.stringify(threeWay)],
    });
  }

  /** In slices; answers whether more is left. */
  async forgetSuperseded(tx: Tx): Promise<boolean> {
    const [{ gone }] = await tx.send<{ gone: number }>({
      name: 'forget pipeline metrics',
      sql: `
        with old as (
          select m.run_id, m.date, m.campaign from pipeline_metrics m
          join pipeline_runs r on r.id = m.run_id and r.ended_at < now() - interval '${KEPT_DAYS} days'
          join pipeline_days d on d.date = m.date and d.run_id <> m.run_id limit ${ROWS_AT_ONCE}
        ), gone as (
          delete from pipeline_metrics m using old o
          where m.run_id = o.run_id and m.date = o.date and m.campaign = o.campaign returning 1
        )
        select count(*)::int as gone from gone`,
      params: [],
    });
    return gone === ROWS_AT_ONCE;
  }
}
