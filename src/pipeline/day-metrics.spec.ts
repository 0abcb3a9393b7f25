import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { csvRows } from './csv-rows';
import { type DayMetrics, dayMetricsOf } from './day-metrics';
import { runHere } from './engine/engine';

const HEADER = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id';

describe('what the engine says of the days, as the tables take it', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-days-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Purchases of 2 dollars each, and a dollar spent on each campaign. */
  async function daysOf(campaigns: readonly string[]): Promise<{ text: string; days: DayMetrics[] }> {
    const quoted = campaigns.map((campaign) => `"${campaign}"`);
    const files = {
      'purchases_raw.csv': [
        `${HEADER},status`,
        ...quoted.map((campaign, n) => `A${n},purchase,2026-10-01T10:00:00Z,2.00,${campaign},,success`),
      ],
      'confirmed_purchases.csv': [HEADER],
      'costs_daily.csv': ['date,campaign,ad_cost_usd', ...quoted.map((campaign) => `2026-10-01,${campaign},1.00`)],
      'sessions.csv': ['event_timestamp_utc,user_id,event_name', '2026-10-01 09:00:00,u1,user_engagement'],
    };
    for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, name), `${lines.join('\n')}\n`);
    const reports = join(folder, 'reports');
    await runHere({ data: folder, reports, dedupe: 'receipt', chargebacks: 'original' }, () => undefined);
    const text = await readFile(join(reports, 'metrics_daily.csv'), 'utf8');
    return { text, days: csvRows(text).map(dayMetricsOf) };
  }

  const told = (days: readonly DayMetrics[]) =>
    days.map(({ campaign, revenueUsd, adCostUsd, roas }) => [campaign, revenueUsd, adCostUsd, Number(roas)]);

  it('has campaigns as they are, although a spreadsheet sees no formula', async () => {
    const { text, days } = await daysOf(['=X', "'=X", "''=X", "'X", '-1', 'A,B']);
    expect(told(days)).toEqual([
      ['', '12.00', '6.00', 2],
      ["''=X", '2.00', '1.00', 2],
      ["'=X", '2.00', '1.00', 2],
      ['-1', '2.00', '1.00', 2],
      ['=X', '2.00', '1.00', 2],
      ["'X", '2.00', '1.00', 2],
      ['A,B', '2.00', '1.00', 2],
    ]);
    expect(text).not.toMatch(/,"?[-=]/);
  });

  it('has none that a table cannot hold, and each once', async () => {
    const long = 'L'.repeat(5_000);
    const { days } = await daysOf(['A\0B', 'A\nB', 'A B', `${long}1`, `${long}2`, '\u0001', '']);
    expect(told(days)).toEqual([
      ['', '14.00', '7.00', 2],
      ['(none)', '4.00', '2.00', 2],
      ['A B', '6.00', '3.00', 2],
      [long.slice(0, 150), '4.00', '2.00', 2],
    ]);
  });
});
