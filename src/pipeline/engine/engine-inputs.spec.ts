import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';
import { runHere } from './engine';
import type { EngineRun } from './engine-run';
import { UnusableInput } from './unusable-input';
import { writeSample } from './write-sample';

const PURCHASES = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id,status';
const CONFIRMED = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id';
const AT = '2026-10-02T10:00:00Z';

interface Reconciliation {
  summary: Record<string, number>;
  exceptions: object[];
  details: Record<string, unknown>[];
}

describe('inputs and reports of the engine', () => {
  let folder: string;

  beforeEach(async () => {
    folder = await mkdtemp(join(tmpdir(), 'florin-engine-'));
    await given({});
  });

  afterEach(() => rm(folder, { recursive: true }));

  /** Lines below the header, or the whole text. */
  const given = async (files: Record<string, readonly string[] | string>) => {
    const headers: Record<string, string> = {
      'purchases_raw.csv': PURCHASES,
      'confirmed_purchases.csv': CONFIRMED,
      'costs_daily.csv': 'date,campaign,ad_cost_usd',
      'sessions.csv': 'event_timestamp_utc,user_id,event_name',
      'ledger.csv': 'order_id,receipt_id,provider,player_id,paid_at_utc,amount_usd,status',
    };
    for (const [name, header] of Object.entries(headers)) {
      const lines = files[name];
      if (lines === undefined && name in files) continue;
      await writeFile(
        join(folder, name),
        typeof lines === 'string' ? lines : [header, ...(lines ?? []), ''].join('\n'),
      );
    }
  };

  const run = (options: Partial<EngineRun> = {}) =>
    runHere(
      { data: folder, reports: join(folder, 'reports'), dedupe: 'receipt', chargebacks: 'original', ...options },
      () => undefined,
    );
  const text = (name: string) => readFile(join(folder, 'reports', name), 'utf8');
  const json = async <T>(name: string) => JSON.parse(await text(name)) as T;

  it('writes empty reports for empty inputs', async () => {
    const { counts } = await run();
    expect(counts.rowsIn).toBe(0);
    expect(await json<Reconciliation>('reconciliation.json')).toMatchObject({ summary: { matched: 0 }, details: [] });
    expect(await json('roas_d1.json')).toEqual([]);
  });

  it('names a missing file and a missing column, and replaces nothing', async () => {
    await run();
    const before = await text('reconciliation.json');
    await given({ 'purchases_raw.csv': 'appsflyer_id,event_name,event_time_utc,campaign,receipt_id,status\n' });
    await expect(run()).rejects.toMatchObject({ file: 'purchases_raw.csv', column: 'revenue_usd', line: 1 });
    await rm(join(folder, 'sessions.csv'));
    await expect(run()).rejects.toBeInstanceOf(UnusableInput);
    await expect(run()).rejects.toMatchObject({ file: 'sessions.csv' });
    expect(await text('reconciliation.json')).toBe(before);
    expect((await readdir(join(folder, 'reports'))).filter((name) => /^\.(work|ready)/.test(name))).toEqual([]);
  });

  it('names a file that is none, or not what it is called', async () => {
    const path = join(folder, 'purchases_raw');
    await rm(`${path}.csv`);
    await mkdir(`${path}.csv`);
    await expect(run()).rejects.toMatchObject({ name: 'UnusableInput', file: 'purchases_raw.csv' });
    const message = 'purchases_raw.parquet cannot be read: it is no Parquet file.';
    for (const text of ['', 'PAR1', `PAR1${'x'.repeat(99)}PAR1`]) {
      await writeFile(`${path}.parquet`, text);
      await expect(run()).rejects.toMatchObject({ name: 'UnusableInput', file: 'purchases_raw.parquet', message });
    }
  });

  it('takes the header apart as the rows: quotes may hold the delimiter', async () => {
    const header = `${PURCHASES.replaceAll(',', ';')};"note; free; ""text"", and\nmore";last`;
    const row = `d1;purchase;${AT};4.99;C;R1;success;"a;b";x`;
    await given({ 'purchases_raw.csv': `${header}\n${row}\nd2;purchase;${AT};oops;C;R2;success;;\n` });
    expect((await run()).counts).toMatchObject({ rowsIn: 2, curated: 1, rejected: 1 });
    expect(await text('rejected.csv')).toContain('purchases_raw.csv,4,revenue_usd is not an amount');
  });

  it('replaces nothing where no row of a file can be read', async () => {
    await run();
    const before = await text('reconciliation.json');
    await given({ 'purchases_raw.csv': [1, 2].map((i) => `d${i},purchase,${AT},4.99,C,R${i},success,more`) });
    await expect(run()).rejects.toMatchObject({
      file: 'purchases_raw.csv',
      message: expect.stringMatching('2 rows, and none can be read: too many columns') as string,
    });
    await given({ 'costs_daily.csv': ['1.10.2026,C,5', '2.10.2026,C,5'] });
    await expect(run()).rejects.toMatchObject({
      file: 'costs_daily.csv',
      message: expect.stringMatching('date is not a day') as string,
    });
    expect(await text('reconciliation.json')).toBe(before);
  });

  it('reads the raw-data export of AppsFlyer', async () => {
    const value = (order: string) => `"{""af_revenue"":""4.99"",\n""af_order_id"":""${order}""}"`;
    const header = '\uFEFFEvent Time,Event Name,Event Value,Event Revenue USD,Campaign,AppsFlyer ID,User Agent';
    const rows = [
      `2026-10-02 10:00:00,af_purchase,${value('R1')},4.99,Autumn,1600-1,"Mozilla, like Gecko"`,
      `2026-10-02 12:00:00,af_purchase,${value('R1')},-4.99,Autumn,1600-1,x`,
      '2026-10-02 12:30:00,install,,,Autumn,1600-2,x',
      `2026-10-02 13:00:00,af_purchase,${value('R2')},"1,50",AUTUMN,1600-2,x`,
      '2026-10-02 13:00:00,af_purchase,not json,2,Autumn,1600-3,x',
      '2026-10-02 13:00:00,af_purchase,,nothing,Autumn,1600-4,x',
    ];
    await given({ 'purchases_raw.csv': [header, ...rows, ''].join('\r\n') });
    const { counts } = await run();
    expect(counts).toMatchObject({ rowsIn: 6, curated: 3, filtered: 2, rejected: 1, exceptions: 0 });
    expect(await json('roas_d1.json')).toMatchObject([{ campaign: 'AUTUMN', revenue_usd: 3.5, flag: 'no_cost' }]);
    expect(await text('rejected.csv')).toBe('file,line,reason\npurchases_raw.csv,10,revenue_usd is not an amount\n');
  });

  it('reads semicolons with decimal commas', async () => {
    const semicolons = (line: string) => line.replaceAll(',', ';');
    await given({
      'purchases_raw.csv': `${semicolons(PURCHASES)}\nd;purchase;${AT};4,99;Spring, late;R;success\n`,
    });
    expect((await run()).counts.curated).toBe(1);
    expect(await text('purchases_curated.csv')).toContain(`d,purchase,${AT},4.99,"Spring, late",R,success`);
  });

  it('names what is torn, and goes on', async () => {
    await given({
      'purchases_raw.csv': [
        `d1,purchase,${AT},4,99,C,R1,success`,
        `d2,purchase,${AT},4.99,C`,
        `d3,purchase,${AT},4.99,C,R3,success`,
        `d4,purchase,tomorrow,4.99,C,R4,success`,
      ],
    });
    const { counts, rejectedFiles } = await run();
    expect(counts).toMatchObject({ rowsIn: 4, curated: 1, rejected: 3 });
    expect(rejectedFiles).toEqual(['purchases_raw.csv']);
    expect(await text('rejected.csv')).toBe(
      [
        'file,line,reason',
        'purchases_raw.csv,2,too many columns',
        'purchases_raw.csv,3,missing columns',
        'purchases_raw.csv,5,event_time_utc is not a time',
        '',
      ].join('\n'),
    );
  });

  it('writes nothing that a spreadsheet would run', async () => {
    await given({
      'purchases_raw.csv': [
        `"=1+1",purchase,${AT},-0,"@x",R,success`,
        `"=1+1",purchase,${AT},5,"+cmd|' /C calc'!A0",-R,success`,
      ],
      'costs_daily.csv': ['2026-10-02,=HYPERLINK("x"),3'].map((line) =>
        line.replace('=HYPERLINK("x")', '"=HYPERLINK(""x"")"'),
      ),
    });
    await run();
    const [, ...rows] = (await text('purchases_curated.csv')).trim().split('\n');
    expect(rows).toEqual([
      `'=1+1,purchase,${AT},5.00,'+cmd|' /C calc'!A0,'-R,success,'+CMD|' /C CALC'!A0,'=1+1|${AT}|purchase|5.00`,
    ]);
    expect(await text('metrics_daily.csv')).toContain(`"'=HYPERLINK(""X"")"`);
    const { details } = await json<Reconciliation>('reconciliation.json');
    expect(details[0].appsflyer_id).toBe('=1+1');
  });

  it('writes no formula behind a semicolon, where that ends a cell', async () => {
    const campaign = `x;=cmd|'/C calc'!A0;"";""+1"";y`;
    await given({ 'purchases_raw.csv': [`d;@1,purchase,${AT},5,"${campaign}",R;-1,success`] });
    await run();
    const [, row] = (await text('purchases_curated.csv')).trim().split('\n');
    expect(row).toContain(`d;'@1,purchase,${AT},5.00,"x;'=cmd|'/C calc'!A0;"";'""+1"";y",R;'-1,success,`);
    expect(await text('metrics_daily.csv')).toContain(`X;'=CMD`);
    expect(await text('roas_d1.json')).toContain('X;=CMD');
  });

  it('keeps money exact', async () => {
    const tenth = (i: number) => `d${i},purchase,2026-10-0${1 + (i % 2)}T10:00:0${i % 10}Z,0.1,C,R${i},success`;
    await given({
      'purchases_raw.csv': [
        ...Array.from({ length: 30 }, (_, i) => tenth(i)),
        `x,purchase,${AT},999999999.123456789,D,RX,success`,
      ],
      'costs_daily.csv': ['2026-10-01,C,"0,3"', '2026-10-01,D,0'],
    });
    await run();
    expect(await text('roas_d1.json')).toContain(
      '"revenue_usd":1.50,"ad_cost_usd":0.30,"roas":5.0000000000,"flag":null',
    );
    expect(await text('roas_d1.json')).toContain(
      '"campaign":"D","revenue_usd":0.00,"ad_cost_usd":0.00,"roas":null,"flag":"zero_cost"',
    );
    expect(await text('metrics_daily.csv')).toContain('2026-10-02,D,999999999.123456789,,,0,,0,1,0');
  });

  it('finds anomalies by the mean of seven days, and by the median beside it', async () => {
    const day = (n: number) => `2026-10-${String(n).padStart(2, '0')}`;
    const sold = (n: number, campaign: string, usd: number) =>
      `d${n}${campaign},purchase,${day(n)}T10:00:00Z,${usd},${campaign},R${n}${campaign},success`;
    const days = [1, 2, 3, 4, 5, 6, 7, 8];
    await given({
      'purchases_raw.csv': [
        ...days.flatMap((n) => [
          sold(n, 'A', n === 8 ? 4 : 9 + (n % 3)),
          ...(n > 5 ? [sold(n, 'B', n === 8 ? 1 : 10)] : []),
        ]),
        sold(9, 'A', 10),
      ],
      'costs_daily.csv': days.flatMap((n) => [`${day(n)},a,10`, ...(n > 5 ? [`${day(n)},b,10`] : [])]),
    });
    await run();
    expect(await json('roas_anomaly.json')).toMatchObject([
      {
        date: day(8),
        campaign: 'A',
        roas_d1: 0.4,
        avg7: 1,
        anomaly: true,
        robust_anomaly: true,
        insufficient_history: false,
      },
      {
        campaign: 'B',
        roas_d1: 0.1,
        avg7: 1,
        anomaly: true,
        robust_anomaly: null,
        insufficient_history: true,
        history_days: 2,
      },
    ]);
  });

  it('tells what only one or two of the three sides know', async () => {
    const sold = (receipt: string) => `d${receipt},purchase,${AT},5,C,${receipt},success`;
    const paid = (receipt: string, usd = 5) => `d${receipt},purchase,2026-10-02T23:00:00Z,${usd},C,${receipt}`;
    const booked = (receipt: string, usd = 5) => `o${receipt},${receipt},payme,p,${AT},${usd},fulfilled`;
    await given({
      'purchases_raw.csv': ['ALL', 'A', 'AG', 'AB', 'DIFF'].map(sold),
      'confirmed_purchases.csv': ['ALL', 'G', 'AG', 'GB', 'DIFF'].map((receipt) => paid(receipt)),
      'ledger.csv': [booked('ALL'), booked('B'), booked('AB'), booked('GB'), booked('DIFF', 6)],
    });
    await run({ ledger: join(folder, 'ledger.csv') });
    const { summary, details } = await json<Reconciliation>('three_way.json');
    expect(summary).toMatchObject({ in_all_three: 2, leftovers: 7 });
    const told = details.map(({ side, receipt_id, likely_cause }) => [receipt_id, side, likely_cause].join(' '));
    expect(told.toSorted()).toEqual([
      'A attribution never_paid',
      'AB books missing_at_gateway',
      'AG gateway webhook_lost',
      'B books paid_outside_gateway_export',
      'DIFF books amount_differs',
      'G gateway webhook_lost',
      'GB books not_attributed',
    ]);
    await run();
    expect(await readdir(join(folder, 'reports'))).not.toContain('three_way.json');
  });

  it('says the same of Parquet files', async () => {
    await writeSample(folder, 1_000, 9);
    await run();
    const names = [
      'purchases_curated.csv',
      'reconciliation.json',
      'roas_d1.json',
      'roas_anomaly.json',
      'arpdau_d1.json',
    ];
    const before = await Promise.all(names.map(text));
    const connection = await (await DuckDBInstance.create(':memory:')).connect();
    for (const name of ['purchases_raw', 'confirmed_purchases', 'costs_daily', 'sessions']) {
      const path = join(folder, name);
      await connection.run(
        `copy (from read_csv('${path}.csv', all_varchar = true, header = true, ignore_errors = true)) to '${path}.parquet'`,
      );
      await rm(`${path}.csv`);
    }
    await run();
    expect(await Promise.all(names.map(text))).toEqual(before);
  });
});
