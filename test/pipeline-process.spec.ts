import { execFileSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { newId } from '../src/platform/database/new-id';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { type FlorinProcess, startFlorin } from './support/florin-process';
import { ended, ranThrough, runOf, startRun, upload } from './support/pipeline';
import { call, makeUser, type TestUser, times } from './support/players';

const JWT_SECRET = 'a secret that only tests know, and long';
const HEADER = 'appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id';
const ROWS = 100_000;

/** Two days of purchases, one of them repeated with a decimal comma and one charged back. */
const SMALL = {
  'purchases_raw.csv': [
    `${HEADER},status`,
    'A1,purchase,2026-11-18 10:00:00,4.99,SPRING,RCP-1,success',
    'A1,purchase,2026-11-18 10:00:00,"4,99",spring,RCP-1,success',
    'A2,purchase,2026-11-19 10:00:00,10.00,SPRING,RCP-2,success',
    'A3,purchase,2026-11-20 10:00:00,2.50,AUTUMN,RCP-3,success',
    'A3,purchase,2026-11-20 10:01:00,-2.50,AUTUMN,RCP-3,chargeback',
    '',
  ],
  'confirmed_purchases.csv': [HEADER, 'A2,purchase,2026-11-19 10:03:00,10.00,SPRING,RCP-2', ''],
  'costs_daily.csv': ['date,campaign,ad_cost_usd', '2026-11-19,SPRING,4.00', ''],
  'sessions.csv': [
    'event_timestamp_utc,user_id,event_name',
    '2026-11-19 09:00:00,u1,user_engagement',
    '2026-11-19 09:00:00,u2,user_engagement',
    '',
  ],
};

let app: TestApp;
let finance: TestUser;
let folder: string;
let florin: FlorinProcess;

beforeAll(async () => {
  app = await startApp({ JWT_SECRET, ROLE: 'api' });
  finance = await makeUser(app, { role: 'finance' });
  await app.app.close(); // one process at a time without Redis
  folder = await mkdtemp(join(tmpdir(), 'florin-pipeline-'));
  florin = await start();
});
afterAll(async () => {
  await florin.end('SIGKILL');
  await rm(folder, { recursive: true, force: true });
  await app.database.drop();
});

function start(): Promise<FlorinProcess> {
  const { url, ownerUrl } = app.database;
  return startFlorin({
    DATABASE_URL: url,
    DATABASE_OWNER_URL: ownerUrl,
    JWT_SECRET,
    FLORIN_DATA: folder,
    DEMO: 'false',
    SEAL_KEY: 'another secret that only tests know',
  });
}

async function send(files: Record<string, readonly string[]>): Promise<void> {
  for (const [name, lines] of Object.entries(files)) {
    const { status } = await upload(florin, finance, `name=${name}`, lines.join('\n'));
    expect(status).toBe(201);
  }
}

const reportOf = async (id: string, name: string) =>
  (await call(florin, `/pipeline/runs/${id}/reports/${name}`, { token: finance.token })).text;

describe('the pipeline in a process of its own, with its own engine', () => {
  it('goes from four files to reports and tables', async () => {
    await send(SMALL);
    const run = await ranThrough(florin, finance);
    expect(run).toMatchObject({ state: 'succeeded', error: null, attempt: 1 });
    expect(run.counts).toMatchObject({ rowsIn: 5, curated: 3, duplicates: 1, matched: 1, afOnly: 2, confirmedOnly: 0 });
    expect(JSON.parse(await reportOf(run.id, 'roas_d1.json'))).toEqual([
      expect.objectContaining({ date: '2026-11-19', campaign: 'SPRING', roas: 2.5 }),
    ]);
    const { body } = await call<{ items: object[] }>(florin, '/analytics/roas?campaign=spring', {
      token: finance.token,
    });
    expect(body.items).toEqual([
      { date: '2026-11-18', campaign: 'SPRING', revenueUsd: '4.99', adCostUsd: null, roas: null, runId: run.id },
      { date: '2026-11-19', campaign: 'SPRING', revenueUsd: '10', adCostUsd: '4', roas: 2.5, runId: run.id },
    ]);
    const latest = await readFile(join(folder, 'pipeline', 'reports', 'purchases_curated.csv'), 'utf8');
    expect(latest).toBe(await reportOf(run.id, 'purchases_curated.csv'));
  });

  it('says which column of which file is missing', async () => {
    await send({ 'costs_daily.csv': ['date,campaign', '2026-11-19,SPRING', ''] });
    const run = await ranThrough(florin, finance);
    expect(run.state).toBe('failed');
    expect(run.error).toMatchObject({
      code: 'pipeline.unusable_input',
      file: 'costs_daily.csv',
      column: 'ad_cost_usd',
    });
  });

  it('is done by the next process when one is killed at its work, and comes to the same', async () => {
    await send({ ...SMALL, 'purchases_raw.csv': [`${HEADER},status`, ...times(ROWS, purchase), ''] });
    const whole = await ranThrough(florin, finance);
    const id = await killedAtWork();
    florin = await start();
    expect(await ended(florin, finance, id)).toMatchObject({ state: 'succeeded', attempt: 2, counts: whole.counts });
    for (const name of whole.reports) {
      expect([name, digest(await reportOf(id, name))]).toEqual([name, digest(await reportOf(whole.id, name))]);
    }
  });

  it('gives a run back when it is told to end', async () => {
    const input = join(folder, 'pipeline', 'data', 'purchases_raw.csv');
    await rm(input);
    execFileSync('mkfifo', [input]); // whoever reads it waits until somebody writes: this run does not end by itself
    const { id } = (await startRun(florin, finance)).body;
    await eventually(async () => expect((await runOf(florin, finance, id)).state).toBe('running'));
    expect(await florin.end('SIGTERM')).toEqual({ code: 0, signal: null });
    const [left] = await app.database.query('select state, losses from pipeline_runs where id = $1', [id]);
    expect(left).toEqual({ state: 'queued', losses: 0 });
    await rm(input);
    await writeFile(input, SMALL['purchases_raw.csv'].join('\n'));
    florin = await start();
    expect((await ended(florin, finance, id)).state).toBe('succeeded');
  });

  it('holds our own books against both, and opens a case for each leftover', async () => {
    await paid('RCP-2', 1_000);
    await paid('RCP-9', 199);
    await send(SMALL);
    const run = await ranThrough(florin, finance);
    expect(run.reports).toContain('three_way.json');
    const { body } = await call<{ items: Record<string, unknown>[] }>(florin, '/reconciliation/cases', {
      token: finance.token,
    });
    const found = body.items.map(
      ({ side, receiptId, amountUsd }) => `${String(side)} ${String(receiptId)} ${String(amountUsd)}`,
    );
    expect(found.toSorted()).toEqual(['attribution RCP-1 4.99', 'attribution RCP-3 2.50', 'books RCP-9 1.99']);
    const again = await ranThrough(florin, finance);
    const seen = `/reconciliation/cases?runId=${again.id}&side=books`;
    expect((await call(florin, seen, { token: finance.token })).body.items).toEqual([
      expect.objectContaining({ receiptId: 'RCP-9', firstRunId: run.id, lastRunId: again.id, state: 'open' }),
    ]);
  });
});

/** A run whose process was killed in the middle of it; one that was done before it was hit proves nothing. */
async function killedAtWork(): Promise<string> {
  for (;;) {
    const { id } = (await startRun(florin, finance)).body;
    await eventually(async () => expect((await runOf(florin, finance, id)).state).not.toBe('queued'));
    await florin.end('SIGKILL');
    const [{ state, attempt }] = await app.database.query<{ state: string; attempt: number }>(
      'select state, attempt from pipeline_runs where id = $1',
      [id],
    );
    expect(attempt).toBe(1);
    if (state === 'running') return id;
    florin = await start();
  }
}

/** An order that a provider says was paid, in cents. */
async function paid(receiptId: string, amount: number): Promise<void> {
  const fact = { kind: 'paid', amount, currency: 'USD', externalId: receiptId, at: '2026-11-19T10:03:00.000Z' };
  await app.database.query(
    `with placed as (
       insert into orders (user_id, id, status, provider, currency, total, cart_version, created_at, expires_at, paid_at)
       values ($1, $2, 'fulfilled', 'sandbox', 'USD', $3, $3, now(), now(), now()))
     insert into payments (user_id, id, order_id, provider, amount, currency, facts, refunds_asked, received, returned,
       to_return, created_at)
     values ($1, $2, $2, 'sandbox', $3, 'USD', $4, '[]', $3, 0, 0, now())`,
    [finance.id, newId(), amount, JSON.stringify([fact])],
  );
}

function purchase(n: number): string {
  const at = new Date(Date.UTC(2026, 10, 1) + n * 17_000).toISOString().slice(0, 19).replace('T', ' ');
  return `D${n % 7_919},purchase,${at},${n % 90}.99,C${n % 13},R-${n},success`;
}

function digest(text: string): string {
  return createHash('sha256').update(text).digest('hex');
}
