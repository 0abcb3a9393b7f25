import { countPurchases, proveBooks } from './books';
import type { BenchCluster } from './cluster';
import type { CpuMeter } from './cpu';
import { runPgbench } from './floor';
import { BY_FUNCTION, BY_STATEMENTS } from './floor.sql';
import type { Load, LoadResult, Traffic } from './traffic';
import { watchOutbox } from './outbox-lag';
import { DEAR, PRODUCTS, productId, reset } from './players';
import type { Running } from './process';
import type { Case, Sample } from './sample';

export interface Bench {
  cluster: BenchCluster;
  app: Running;
  bare: Running;
  load: Load;
  meter: CpuMeter;
  tokens: readonly string[];
  hasPgbench: boolean;
  seconds: number;
  folder: string;
}

const purchasePath = (id: string) => `/api/v1/products/${id}/purchase`;
const everyProduct = Array.from({ length: PRODUCTS }, (_, n) => purchasePath(productId(n)));
/** One player cannot be poor and rich: a fiftieth of the hot player's wishes is too dear instead. */
const wishes = [...everyProduct, purchasePath(DEAR), purchasePath(DEAR)];

/** So many that a second of reading fills the cache with all of them. */
const READERS = 1_000;
const FILL_SECONDS = 1;

/** Everything that is measured, application and floors in turn. */
export function casesOf(bench: Bench): Case[] {
  const floors = (name: string, sql: string, hot: boolean, clients: number[]) =>
    bench.hasPgbench ? clients.map((count) => floor(bench, `${name}, ${count}`, sql, hot, count)) : [];
  return [
    purchases(bench, 'purchases, 64', 64, false),
    ...floors('floor function', BY_FUNCTION, false, [8, 64]),
    purchases(bench, 'purchases, 256', 256, false),
    ...floors('floor statements', BY_STATEMENTS, false, [8, 64]),
    purchases(bench, 'hot player, 64', 64, true),
    ...floors('hot floor function', BY_FUNCTION, true, [8, 64]),
    purchases(bench, 'hot player, 256', 256, true),
    ...floors('hot floor statements', BY_STATEMENTS, true, [8, 64]),
    purchases(bench, 'idle, 1', 1, false),
    ...floors('idle floor function', BY_FUNCTION, false, [1]),
    reads(bench, 'inventory, 64', bench.app, '/api/v1/users/me/inventory'),
    reads(bench, 'bare answer, 64', bench.bare, '/'),
  ];
}

function purchases(bench: Bench, name: string, connections: number, hot: boolean): Case {
  const { cluster, app, meter, tokens, seconds } = bench;
  const traffic: Traffic = {
    url: app.url,
    method: 'POST',
    paths: hot ? wishes : everyProduct,
    tokens: hot ? tokens.slice(0, 1) : tokens,
    body: '{"quantity":1}',
    keyed: true,
  };
  return {
    name,
    measure: async () => {
      await reset(cluster.app.owner);
      const { result, cpu, outbox } = await watchOutbox(cluster.app.owner, async () => {
        const cpuUsed = meter.start(app.pid);
        const result = await bench.load(traffic, connections, seconds);
        return { result, cpu: cpuUsed() };
      });
      refuseUnexpected(name, result, [201, 402]);
      await compareWithBooks(bench, name, result, connections);
      const bought = (result.statuses[201] ?? 0) - result.replayed;
      return { ...sampleOf(result, bought), cpu, outbox };
    },
  };
}

function reads(bench: Bench, name: string, server: Running, path: string): Case {
  const tokens = bench.tokens.slice(0, READERS);
  const traffic: Traffic = { url: server.url, method: 'GET', paths: [path], tokens };
  return {
    name,
    measure: async () => {
      await reset(bench.cluster.app.owner);
      await bench.load(traffic, 64, FILL_SECONDS);
      const cpuUsed = bench.meter.start(server.pid);
      const result = await bench.load(traffic, 64, bench.seconds);
      const cpu = cpuUsed();
      refuseUnexpected(name, result, [200]);
      return { ...sampleOf(result, result.statuses[200]), cpu };
    },
  };
}

function floor(bench: Bench, name: string, sql: string, hot: boolean, clients: number): Case {
  const { cluster, meter, seconds, folder } = bench;
  return {
    name,
    measure: async () => {
      await reset(cluster.floor.owner);
      const cpuUsed = meter.start(null);
      const result = await runPgbench(cluster.floor.ownerUrl, { sql, hot }, clients, seconds, folder);
      const cpu = cpuUsed();
      await expectProof(name, bench.cluster.floor);
      return { ...result, seconds, cpu };
    },
  };
}

export function sampleOf({ seconds, p50Ms, p99Ms }: LoadResult, count: number): Omit<Sample, 'cpu'> {
  return { perSecond: count / seconds, p50Ms, p99Ms, seconds };
}

export function refuseUnexpected(name: string, { statuses, broken }: LoadResult, expected: readonly number[]): void {
  const others = Object.keys(statuses).filter((status) => !expected.includes(Number(status)));
  if (others.length === 0 && broken === 0) return;
  throw new Error(`${name}: ${broken} broken connections, answers by status: ${JSON.stringify(statuses)}`);
}

/** What clients were told is what stands; of the requests that were cut at the end nobody heard. */
async function compareWithBooks(bench: Bench, name: string, result: LoadResult, connections: number): Promise<void> {
  const owner = bench.cluster.app.owner;
  const { completed, failed } = await countPurchases(owner);
  const { 201: accepted = 0, 402: refused = 0 } = result.statuses;
  const unheard = [completed - (accepted - result.replayed), failed - refused];
  if (unheard.some((count) => count < 0 || count > connections)) {
    throw new Error(`${name}: told ${JSON.stringify(result)}, but ${completed} completed and ${failed} failed stand.`);
  }
  await expectProof(name, bench.cluster.app);
}

async function expectProof(name: string, database: BenchCluster['app']): Promise<void> {
  const faults = await proveBooks(database.owner);
  if (faults.length > 0) throw new Error(`${name}: the books of ${database.name} are wrong: ${faults.join('; ')}`);
}
