import { once } from 'node:events';
import { pipeline } from 'node:stream/promises';
import { Readable } from 'node:stream';
import { setTimeout as delay } from 'node:timers/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { newId } from '../src/platform/database/new-id';
import { type Bench, refuseUnexpected, sampleOf } from './cases';
import { runPgbench } from './floor';
import { PLAYER_PREFIX, PLAYERS, playerId, reset } from './players';
import type { Case } from './sample';
import { percentile } from './statistics';

const META = { level: 42, score: 9_999, mode: 'ranked', items: ['sword', 'shield'], at: { x: 12, y: 7 } };
const EVENT = { eventType: 'level_complete', meta: META };
const META_TEXT = JSON.stringify(META);
const BATCH = 100;
const COPY_ROWS = 5_000;
const QUIET_MS = 500;

/** The row that the application writes; what it counts beside it is not asked of the floor. */
const INSERT_ONE = `
insert into player_events (user_id, id, type, occurred_at, meta)
values (('${PLAYER_PREFIX}' || :player::bigint)::uuid,
  (lpad(to_hex((extract(epoch from clock_timestamp()) * 1000)::bigint), 12, '0') || '7' || substr(md5(random()::text), 1, 19))::uuid,
  'level_complete', now(), '${META_TEXT.replaceAll(':', ': ')}');`;

/** Events of players a second: over HTTP one by one and by 100, against rows inserted one by one, and COPY. */
export function eventCases(bench: Bench): Case[] {
  const floors = bench.hasPgbench ? [8, 64].map((clients) => insertOneByOne(bench, clients)) : [];
  return [
    overHttp(bench, 'events single, 64', 64, 1),
    overHttp(bench, 'events single, 256', 256, 1),
    ...floors,
    overHttp(bench, `events by ${BATCH}, 8`, 8, BATCH),
    overHttp(bench, `events by ${BATCH}, 64`, 64, BATCH),
    copy(bench),
  ];
}

function overHttp(bench: Bench, name: string, connections: number, size: number): Case {
  const { cluster, app, meter, tokens, seconds } = bench;
  const body = JSON.stringify(size === 1 ? EVENT : { events: Array.from({ length: size }, () => EVENT) });
  const traffic = { url: app.url, method: 'POST', paths: ['/api/v1/events'], tokens, body } as const;
  return {
    name,
    measure: async () => {
      await untilQuiet(cluster.app.owner);
      await reset(cluster.app.owner);
      const cpuUsed = meter.start(app.pid);
      const result = await bench.load(traffic, connections, seconds);
      const cpu = cpuUsed();
      refuseUnexpected(name, result, [202]);
      const answered = (result.statuses[202] ?? 0) * size;
      await proveWritten(bench, name, answered, connections * size);
      return { ...sampleOf(result, answered), cpu };
    },
  };
}

function insertOneByOne({ cluster, meter, seconds, folder }: Bench, clients: number): Case {
  return {
    name: `events floor insert, ${clients}`,
    measure: async () => {
      await reset(cluster.floor.owner);
      const cpuUsed = meter.start(null);
      const result = await runPgbench(
        cluster.floor.ownerUrl,
        { sql: INSERT_ONE, hot: false },
        clients,
        seconds,
        folder,
      );
      return { ...result, seconds, cpu: cpuUsed() };
    },
  };
}

/** One connection, a COPY after the other, each committed. */
function copy({ cluster, meter, seconds }: Bench): Case {
  return {
    name: 'events floor copy, 1',
    measure: async () => {
      const { owner } = cluster.floor;
      await reset(owner);
      const times: number[] = [];
      const cpuUsed = meter.start(null);
      const startedAt = performance.now();
      while (performance.now() - startedAt < seconds * 1_000) {
        const since = performance.now();
        const lines = copyLines();
        const idle = once(owner, 'drain');
        const into = owner.query(copyFrom('copy player_events (user_id, id, type, occurred_at, meta) from stdin'));
        await pipeline(Readable.from([lines]), into);
        await idle;
        times.push(performance.now() - since);
      }
      const took = (performance.now() - startedAt) / 1_000;
      const perSecond = (times.length * COPY_ROWS) / took;
      return { perSecond, p50Ms: percentile(times, 50), p99Ms: percentile(times, 99), seconds: took, cpu: cpuUsed() };
    },
  };
}

function copyLines(): string {
  const at = new Date().toISOString();
  const line = (n: number) => `${playerId(n % PLAYERS)}\t${newId()}\tlevel_complete\t${at}\t${META_TEXT}\n`;
  return Array.from({ length: COPY_ROWS }, (_, n) => line(n)).join('');
}

/** Nothing is written any more: the requests that the load before was cut off from are done. */
async function untilQuiet(owner: Client): Promise<void> {
  const count = async () => (await owner.query<{ count: string }>('select count(*) from player_events')).rows[0].count;
  for (let last = ''; ;) {
    const now = await count();
    if (now === last) return;
    last = now;
    await delay(QUIET_MS);
  }
}

/** Every event that was answered is there, and is counted; more are, by the requests that were cut off at the end. */
async function proveWritten({ cluster }: Bench, name: string, answered: number, underWay: number): Promise<void> {
  const { rows } = await cluster.app.owner.query<{ written: string; counted: string }>(
    `select (select count(*) from player_events) as written, (select coalesce(sum(events), 0) from event_counts) as counted`,
  );
  const [written, counted] = [Number(rows[0].written), Number(rows[0].counted)];
  if (written >= answered && written <= answered + underWay && counted === written) return;
  throw new Error(`${name}: ${answered} events were answered, ${written} are written and ${counted} are counted.`);
}
