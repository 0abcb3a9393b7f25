import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type DayMetrics, daysOf, inSlices, newestDays } from './day-metrics';
import { runHere } from './engine/engine';

const HEADER = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id';

async function all<Item>(items: AsyncIterable<Item>): Promise<Item[]> {
  const list: Item[] = [];
  for await (const item of items) list.push(item);
  return list;
}

describe('what the engine says of the days, as the tables take it', () => {
  let folder: string;
  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-days-'));
  });
  afterEach(() => rm(folder, { recursive: true }));

  /** Purchases of 2 dollars each, and a dollar spent on each campaign. */
  async function found(
    campaigns: readonly string[],
    confirmed: readonly string[] = [],
  ): Promise<{ text: string; days: DayMetrics[] }> {
    const quoted = campaigns.map((campaign) => `"${campaign}"`);
    const files = {
      'purchases_raw.csv': [
        `${HEADER},status`,
        ...quoted.map((campaign, n) => `A${n},purchase,2026-10-01T10:00:00Z,2.00,${campaign},,success`),
      ],
      'confirmed_purchases.csv': [HEADER, ...confirmed],
      'costs_daily.csv': ['date,campaign,ad_cost_usd', ...quoted.map((campaign) => `2026-10-01,${campaign},1.00`)],
      'sessions.csv': ['event_timestamp_utc,user_id,event_name', '2026-10-01 09:00:00,u1,user_engagement'],
    };
    for (const [name, lines] of Object.entries(files)) await writeFile(join(folder, name), `${lines.join('\n')}\n`);
    const reports = join(folder, 'reports');
    await runHere({ data: folder, reports, dedupe: 'receipt', chargebacks: 'original' }, () => undefined);
    const text = await readFile(join(reports, 'metrics_daily.csv'), 'utf8');
    return { text, days: await all(daysOf(join(reports, 'metrics_daily.csv'))) };
  }

  const told = (days: readonly DayMetrics[]) =>
    days.map(({ campaign, revenueUsd, adCostUsd, roas }) => [campaign, revenueUsd, adCostUsd, Number(roas)]);

  it('has campaigns as they are, although a spreadsheet sees no formula', async () => {
    const { text, days } = await found(['=X', "'=X", "''=X", "'X", '-1', 'A,B']);
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
    const { days } = await found(['A\0B', 'A\nB', 'A B', `${long}1`, `${long}2`, '\u0001', '']);
    expect(told(days)).toEqual([
      ['', '14.00', '7.00', 2],
      ['(none)', '4.00', '2.00', 2],
      ['A B', '6.00', '3.00', 2],
      [long.slice(0, 150), '4.00', '2.00', 2],
    ]);
  });

  it('has a thousand campaigns of a day at most, and the rest as one', async () => {
    const { days } = await found(Array.from({ length: 1_003 }, (_, n) => `C${String(n).padStart(4, '0')}`));
    expect(days).toHaveLength(1_002);
    expect(told(days.slice(0, 3))).toEqual([
      ['', '2006.00', '1003.00', 2],
      ['(other)', '6.00', '3.00', 2],
      ['C0000', '2.00', '1.00', 2],
    ]);
    expect(days[1_001].campaign).toBe('C0999');
  });

  it('tells of each campaign what the gateway knows, and what it alone knows by the campaign it names', async () => {
    const paid = (device: string, campaign: string, day = '01') =>
      `${device},purchase,2026-10-${day}T10:05:00Z,2.00,${campaign},`;
    const { days } = await found(
      ['SPRING', 'spring', 'Autumn', 'Autumn'],
      [
        paid('A0', 'ELSEWHERE'),
        paid('A2', ''),
        paid('X', ' Spring '),
        paid('Y', ''),
        paid('Z', 'New', '02'),
        paid('Z', 'new', '02'),
      ],
    );
    expect(
      days.map(({ date, campaign, matched, afOnly, confirmedOnly }) =>
        [date.slice(-2), campaign, matched, afOnly, confirmedOnly].join(' '),
      ),
    ).toEqual(['01  2 2 2', '01 (none) 0 0 1', '01 AUTUMN 1 1 0', '01 SPRING 1 1 1', '02  0 0 2', '02 NEW 0 0 2']);
  });

  const on = async function* (dates: string) {
    for (const date of dates) yield { date } as DayMetrics;
  };

  it('is taken in slices that cut no day', async () => {
    const slices = await all(inSlices(on('11123333'), 2));
    expect(slices.map((slice) => slice.map(({ date }) => date).join(''))).toEqual(['111', '23333']);
    expect(await all(inSlices(on(''), 2))).toEqual([]);
  });

  it.each([
    ['', { first: '', last: '' }],
    ['1122233', { first: '1', last: '3' }],
    ['11222334', { first: '2', last: '4' }],
    ['111111112', { first: '2', last: '2' }],
    ['122222222', { first: '2', last: '2' }],
  ])('is, of %j and of seven rows at most, that of the newest days', async (dates, period) => {
    expect(await newestDays(on(dates), 7)).toEqual(period);
  });
});
