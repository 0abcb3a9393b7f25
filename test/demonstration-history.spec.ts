import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DemonstrationHistory } from '../src/demonstration/history/history.service';
import { DemonstrationService } from '../src/demonstration/demonstration.service';
import type { Deed } from '../src/demonstration/history/deed';
import { ownLife } from '../src/demonstration/history/own-life';
import { type Story, storyOf } from '../src/demonstration/history/story';
import { dayName, periodUntil } from '../src/demonstration/history/story-days';
import { startApp, type TestApp } from './support/app';
import { brokenLaws } from './support/books';
import { createDatabase, type TestDatabase } from './support/database';
import { eventually } from './support/eventually';
import { type FlorinProcess, startFlorin } from './support/florin-process';
import { brokenChecks, everythingSealed } from './support/forgery';
import { call, makeUser } from './support/players';

const JWT_SECRET = 'a secret that only tests know, and long';
const SEAL_KEY = 'another secret that only tests know';
const DEMO_PASSWORD = 'demonstration-1';

let database: TestDatabase;
let dataFolder: string;
beforeEach(async () => {
  database = await createDatabase();
  dataFolder = await mkdtemp(join(tmpdir(), 'florin-history-'));
});
afterEach(async () => {
  await database.drop();
  await rm(dataFolder, { recursive: true, force: true });
});

function start(): Promise<FlorinProcess> {
  const { url, ownerUrl } = database;
  const secrets = { JWT_SECRET, SEAL_KEY, DEMO_PASSWORD };
  const home = { DATABASE_URL: url, DATABASE_OWNER_URL: ownerUrl, FLORIN_DATA: dataFolder };
  return startFlorin({ ...home, ...secrets, DEMO_HISTORY: 'true', SEAL_EVERY_SECONDS: '0.2' });
}

async function progress(): Promise<{ begunAt: Date; daysTold: number; isEnded: boolean }> {
  const [row] = await database.query<{ begun_at: Date; days_told: number; ended_at: Date | null }>(
    'select * from demonstration_history',
  );
  return { begunAt: row.begun_at, daysTold: row.days_told, isEnded: row.ended_at !== null };
}

async function daysTold(days: number): Promise<void> {
  await eventually(async () => expect((await progress()).daysTold).toBeGreaterThanOrEqual(days), 120_000);
}

async function numberOf(from: string): Promise<number> {
  const [{ count }] = await database.query<{ count: number }>(`select count(*)::int as count from ${from}`);
  return count;
}

/** All that the story tells, with the past of the player whom everybody logs in as. */
function everything({ lives, period }: Story): Deed[] {
  return [...lives, ownLife('player', period)].flatMap(({ deeds }) => deeds);
}

/** An entry or an order. */
function leavesMark(deed: Deed): boolean {
  return deed.kind === 'gift' ? !isWaiting(deed) : deed.kind !== 'arrive' && deed.kind !== 'play';
}

/** For somebody else to agree, being so much. */
const isWaiting = ({ amount }: { amount: number }) => amount > 5_000;

/** What is there, and what there must be: nothing less for a kill, and nothing twice. */
async function compare(story: Story): Promise<void> {
  const deeds = everything(story);
  const told = <Kind extends Deed['kind']>(kind: Kind) =>
    deeds.filter((deed): deed is Extract<Deed, { kind: Kind }> => deed.kind === kind);
  const paid = told('order').filter(({ isPaid }) => isPaid);
  const moneyBack = told('refund').length + told('chargeback').length;
  const brought = told('arrive').filter(({ clickMs }) => clickMs !== null);
  const waiting = told('gift').filter(isWaiting);

  const byKind = await database.query<{ kind: string; status: string; count: number }>(
    'select kind, status, count(*)::int as count from transactions group by 1, 2 order by 1, 2',
  );
  expect(Object.fromEntries(byKind.map(({ kind, status, count }) => [`${kind} ${status}`, count]))).toEqual({
    'add_funds completed': 1,
    'earn completed': told('collect').length,
    'fulfil completed': paid.length,
    'grant completed': told('gift').length - waiting.length,
    'purchase completed': told('buy').length,
    'reverse completed': moneyBack,
    'use completed': told('use').length,
  });
  const others = {
    "users where role = 'player'": told('arrive').length,
    orders: told('order').length,
    "orders where status = 'cancelled'": told('order').length - paid.length,
    payment_notifications: paid.length + moneyBack,
    "grants where status = 'pending'": waiting.length,
    track_clicks: story.clicks.length + brought.length,
    'track_clicks where is_joined': brought.length,
    player_events: told('play').reduce((sum, { events }) => sum + events.length, 0),
    campaign_costs: story.costs.length,
    pipeline_runs: 1,
    refused_notifications: 0,
    outbox_parked: 0,
  };
  const found: Record<string, number> = {};
  for (const from of Object.keys(others)) found[from] = await numberOf(from);
  expect(found).toEqual(others);
}

it('is told once, each deed on its day, however often whoever tells it is killed', async () => {
  let florin = await start();
  for (const days of process.env.LONG === 'true' ? [3, 25] : [12]) {
    await daysTold(days);
    await florin.end('SIGKILL');
    florin = await start();
  }
  const popular = async () => {
    const { body } = await call<{ items: { purchases: number }[] }>(florin, '/analytics/popular-products');
    return body.items.map(({ purchases }) => ({ purchases }));
  };
  const popularMeanwhile = await popular();
  await eventually(async () => expect((await progress()).isEnded).toBe(true), 240_000);
  await eventually(async () => {
    expect(await numberOf(`pipeline_runs where state = 'succeeded'`)).toBe(1);
    expect(await numberOf('ledger_unsealed')).toBe(0);
  }, 240_000);
  const { begunAt } = await progress();
  const story = storyOf(periodUntil(begunAt.getTime()));
  // Readers of the outbox may have come to the end only now.
  await eventually(() => compare(story));
  expect(await brokenLaws(database)).toEqual({});
  const days = await database.query(`
    select distinct (created_at at time zone 'UTC')::date from ledger_entries
    union select distinct (created_at at time zone 'UTC')::date from orders`);
  // Of 42 only today, which may have just begun, can be without any.
  expect(days.length).toBeGreaterThanOrEqual(41);
  expect(days).toHaveLength(
    new Set(
      everything(story)
        .filter(leavesMark)
        .map(({ atMs }) => dayName(atMs)),
    ).size,
  );
  const bought = await database.query<{ purchases: number }>(`
    select count(*)::int as purchases from transactions where kind = 'purchase' and status = 'completed'
      and created_at >= date_trunc('hour', now()) - interval '168 hours' group by product_id order by 1 desc limit 5`);
  expect(popularMeanwhile).not.toEqual(bought);
  expect(await popular()).toEqual(bought);

  const { accessToken } = (
    await call<{ accessToken: string }>(florin, '/auth/login', { body: { username: 'admin', password: DEMO_PASSWORD } })
  ).body;
  const ask = async (path: string) => (await call(florin, path, { token: accessToken })).body;
  const economy = (await ask('/analytics/economy?currency=COIN&bucket=week')) as { buckets: { minted: string }[] };
  expect(economy.buckets.filter(({ minted }) => minted !== '0').length).toBeGreaterThanOrEqual(6);
  const roas = (await ask('/analytics/roas?limit=100')) as { items: unknown[] };
  expect(roas.items.length).toBeGreaterThan(90);
  const month = `from=${new Date(begunAt.getTime() - 30 * 86_400_000).toISOString().slice(0, 10)}`;
  const campaigns = (await ask(`/analytics/campaigns?${month}&limit=500`)) as { items: { installs: number }[] };
  expect(campaigns.items.filter(({ installs }) => installs > 0).length).toBeGreaterThan(20);
  await florin.end('SIGTERM');
}, 900_000);

describe('within a process', () => {
  let app: TestApp | undefined;
  afterEach(() => app?.close());

  const inProcess = async (env: Record<string, string>) => {
    await app?.close();
    app = await startApp({ SEAL_KEY, ...env }, database);
    return app;
  };
  const begin = async (env: Record<string, string>) => {
    const florin = await inProcess(env);
    await florin.get(DemonstrationService).seedIfEmpty();
    florin.get(DemonstrationHistory).grow();
    return florin.get(DemonstrationHistory);
  };

  it('begins none when it is switched off, nor later in what is there by then', async () => {
    await begin({ DEMO_HISTORY: 'false' });
    await (await begin({ DEMO_HISTORY: 'true' })).settled();
    expect(await numberOf('demonstration_history')).toBe(0);
    expect(await numberOf('users')).toBe(2);
  });

  it('begins none without a demonstration', async () => {
    const florin = await inProcess({ DEMO: 'false', DEMO_HISTORY: 'true' });
    expect(await florin.get(DemonstrationHistory).begin()).toBeNull();
  });

  it('leaves off when the process leaves, and every holding can be proven then', async () => {
    await begin({ DEMO_HISTORY: 'true' });
    await daysTold(2);
    const later = await inProcess({ DEMO_HISTORY: 'false' });
    expect((await progress()).isEnded).toBe(false);
    await everythingSealed(database);
    expect(await brokenChecks(later, await makeUser(later, { role: 'finance' }))).toEqual({});
  });
});
