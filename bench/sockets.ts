import { once } from 'node:events';
import { readFileSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { parseArgs } from 'node:util';
import { WebSocket } from 'ws';
import { openCluster } from './cluster';
import { fill, playerId, productId, reset } from './players';
import { type Running, startApp } from './process';
import { percentile } from './statistics';
import { tokens } from './tokens';

/** As the limits of the application allow. */
const PER_PLAYER = 10;
const PER_ADDRESS = 100;
const AT_ONCE = 50;
const SETTLED_MS = 15_000;
const GOAL_MEGABYTES = 150;

const say = (text: string): void => void process.stdout.write(`${text}\n`);

/** What `--sockets` idle sockets cost the process that holds them, and how soon `--purchases` reach them. */
async function main(): Promise<void> {
  const { values } = parseArgs({
    options: { sockets: { type: 'string', default: '5000' }, purchases: { type: 'string', default: '300' } },
  });
  const count = Number(values.sockets);
  const folder = await mkdtemp(join(tmpdir(), 'florin-bench-'));
  const cluster = await openCluster(folder);
  let app: Running | undefined;
  try {
    await fill(cluster.app.owner);
    await reset(cluster.app.owner);
    app = await startApp(cluster.app, folder, []);
    await measure(app, count, Number(values.purchases));
  } finally {
    await app?.stop();
    await cluster.close();
    await rm(folder, { recursive: true, force: true });
  }
}

async function measure(app: Running, count: number, purchases: number): Promise<void> {
  const known = tokens();
  const fresh = await residentMegabytes(app);
  const { sockets: first } = await openAll(app, known, count);
  const opened = await residentMegabytes(app);
  await close(first);
  const before = await residentMegabytes(app);
  const { sockets, seconds } = await openAll(app, known, count);
  const after = await residentMegabytes(app);
  say(`${count} sockets opened in ${seconds.toFixed(1)} s (${Math.round(count / seconds)} a second)`);
  say(
    `memory of a fresh process: ${fresh} MB; with them ${opened} MB, so ${opened - fresh} MB for all that came of it`,
  );
  say(`closed: ${before} MB; and opened again: ${after} MB`);
  say(`the goal is under ${GOAL_MEGABYTES} MB for 5,000`);
  await deliver(app, known, sockets, purchases);
  const cpu = cpuSeconds(app);
  await delay(SETTLED_MS);
  say(`idle they take ${(((cpuSeconds(app) - cpu) / SETTLED_MS) * 100_000).toFixed(1)} % of a core`);
  await close(sockets);
}

async function openAll(app: Running, known: readonly string[], count: number) {
  const began = performance.now();
  const sockets: WebSocket[] = [];
  for (let first = 0; first < count; first += AT_ONCE) {
    const some = Array.from({ length: Math.min(AT_ONCE, count - first) }, (_, n) => openOne(app, known, first + n));
    sockets.push(...(await Promise.all(some)));
  }
  return { sockets, seconds: (performance.now() - began) / 1_000 };
}

/** On Linux all of 127.0.0.0/8 is ours. */
async function openOne({ url }: Running, known: readonly string[], n: number): Promise<WebSocket> {
  const token = known[Math.floor(n / PER_PLAYER)];
  const localAddress = `127.0.0.${2 + Math.floor(n / PER_ADDRESS)}`;
  const socket = new WebSocket(`${url.replace('http', 'ws')}/ws`, ['florin', `bearer.${token}`], { localAddress });
  await once(socket, 'message'); // that it is ready
  return socket;
}

async function close(sockets: readonly WebSocket[]): Promise<void> {
  await Promise.all(
    sockets.map((socket) => {
      const closed = once(socket, 'close');
      socket.close();
      return closed;
    }),
  );
}

/** From the answer of a purchase until all sockets of its player were told. */
async function deliver(
  app: Running,
  known: readonly string[],
  sockets: readonly WebSocket[],
  purchases: number,
): Promise<void> {
  const players = Math.floor(sockets.length / PER_PLAYER);
  const times: number[] = [];
  for (let n = 0; n < purchases; n++) {
    const player = n % players;
    const theirs = sockets.slice(player * PER_PLAYER, (player + 1) * PER_PLAYER);
    const told = Promise.all(theirs.map((socket) => toldOf(socket, playerId(player))));
    const answer = await fetch(`${app.url}/api/v1/products/${productId(n % 100)}/purchase`, {
      method: 'POST',
      headers: { authorization: `Bearer ${known[player]}`, 'content-type': 'application/json' },
      body: '{}',
    });
    if (answer.status !== 201) throw new Error(`A purchase was answered ${answer.status}: ${await answer.text()}`);
    const answered = performance.now();
    await told;
    times.push(Math.max(0, performance.now() - answered));
  }
  const [p50, p99] = [50, 99].map((share) => percentile(times, share).toFixed(0));
  say(
    `${purchases} purchases: all ${PER_PLAYER} sockets of the player told ${p50} ms after the answer (p99 ${p99} ms)`,
  );
}

async function toldOf(socket: WebSocket, userId: string): Promise<void> {
  const [frame] = (await once(socket, 'message')) as [Buffer];
  if (frame.toString() === '{"type":"heartbeat"}') return toldOf(socket, userId);
  if (!frame.toString().includes(userId)) throw new Error(`${userId} was told of somebody else: ${frame.toString()}`);
}

/** Once it has had time to settle. */
async function residentMegabytes({ pid }: Running): Promise<number> {
  await delay(SETTLED_MS);
  const kilobytes = /^VmRSS:\s+(\d+)/m.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1];
  return Math.round(Number(kilobytes) / 1024);
}

function cpuSeconds({ pid }: Running): number {
  const fields = readFileSync(`/proc/${pid}/stat`, 'utf8').split(') ')[1].split(' ');
  return (Number(fields[11]) + Number(fields[12])) / 100;
}

void main();
