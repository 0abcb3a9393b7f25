import { createWriteStream } from 'node:fs';
import { mkdir, writeFile } from 'node:fs/promises';
import { once } from 'node:events';
import { join } from 'node:path';
import { finished } from 'node:stream/promises';
import { matchLine } from '../src/pipeline/engine/match-line';
import { csvRows } from './pipeline-node-csv';
import { type Daily, metrics } from './pipeline-node-metrics';

/** Money is whole millionths: exact as a double up to nine billion. */
const MILLION = 1_000_000;
const REACH_MS = 600_000;

export interface Row {
  device: string;
  event: string;
  at: number;
  revenue: number;
  campaign: string;
  receipt: string;
  shown: number;
  partner?: Row;
  by?: string;
}

/** The rules of the pipeline in plain Node, streaming what it reads and writes: what the engine is measured beside. */
async function main(data: string, reports: string): Promise<void> {
  const started = performance.now();
  const startedCpu = process.cpuUsage();
  await mkdir(reports, { recursive: true });
  const { curated, chargebacks, duplicates, rejected } = await curate(data);
  const exceptions = chargeBack(curated, chargebacks);
  const confirmed = await confirmations(data);
  pairUp(curated, confirmed, ({ receipt }) => receipt, 'receipt', Infinity);
  pairUp(curated, confirmed, ({ device }) => device, 'device', REACH_MS);
  const daily = await dailyOf(data, curated);
  for (const [name, report] of Object.entries(metrics(daily)))
    await writeFile(join(reports, name), `${JSON.stringify(report)}\n`);
  const matched = curated.filter((row) => row.partner !== undefined).length;
  await writeReports(reports, curated, confirmed, { matched, exceptions });
  await writeFile(join(reports, 'rejected.csv'), `line\n${rejected.join('\n')}\n`);
  const cpu = process.cpuUsage(startedCpu);
  const seconds = (performance.now() - started) / 1_000;
  process.stdout.write(
    `${JSON.stringify({ seconds, cpu: (cpu.user + cpu.system) / MILLION, curated: curated.length, duplicates, matched })}\n`,
  );
}

async function curate(data: string) {
  const sales: Row[] = [];
  const chargebacks: Row[] = [];
  const rejected: number[] = [];
  let line = 1;
  for await (const cells of csvRows(join(data, 'purchases_raw.csv'))) {
    line += 1;
    const status = cells[6]?.trim().toLowerCase();
    const event = cells[1]?.trim().toLowerCase();
    const isSale = status === 'success' && (event === 'purchase' || event === 'af_purchase');
    if (cells.length === 7 && status !== 'chargeback' && !isSale) continue;
    const row = cells.length === 7 ? rowOf(cells) : null;
    if (row === null) rejected.push(line);
    else if (status === 'chargeback') chargebacks.push(row);
    else if (row.revenue > 0) sales.push(row);
  }
  const once = firstOf(sales, (row) => `${row.device}|${row.at}|${row.event}|${row.revenue}`, better);
  const curated = firstOf(once, (row, i) => (row.receipt === '' ? `${i}` : `${row.device}|${row.receipt}`), earlier);
  return { curated, chargebacks, duplicates: sales.length - curated.length, rejected };
}

export function rowOf(cells: readonly string[]): Row | null {
  const device = cells[0].trim();
  const at = momentOf(cells[2]);
  const revenue = moneyOf(cells[3]);
  if (device === '' || Number.isNaN(at) || Number.isNaN(revenue)) return null;
  const event = cells[1].trim().toLowerCase();
  return { device, event, at, revenue, campaign: cells[4].trim(), receipt: cells[5].trim(), shown: revenue };
}

export function moneyOf(cell: string): number {
  const text = cell.trim();
  return /^[+-]?\d+([.,]\d*)?$/.test(text) ? Math.round(Number(text.replace(',', '.')) * MILLION) : Number.NaN;
}

export function momentOf(cell: string): number {
  if (cell.length === 20 && cell.endsWith('Z')) return Date.parse(cell);
  const text = cell.trim().replace(' ', 'T');
  return text.length < 16 ? Number.NaN : Date.parse(/(Z|[+-]\d\d:\d\d)$/.test(text) ? text : `${text}Z`);
}

const better = (one: Row, other: Row) =>
  (one.receipt || '\uffff') < (other.receipt || '\uffff') ||
  (one.receipt === other.receipt && one.campaign < other.campaign);
const earlier = (one: Row, other: Row) => one.at < other.at;

function firstOf(rows: readonly Row[], keyOf: (row: Row, i: number) => string, isBetter: (a: Row, b: Row) => boolean) {
  const first = new Map<string, number>();
  const kept: Row[] = [];
  rows.forEach((row, i) => {
    const key = keyOf(row, i);
    const place = first.get(key);
    if (place === undefined) first.set(key, kept.push(row) - 1);
    else if (isBetter(row, kept[place])) kept[place] = row;
  });
  return kept;
}

/** How many chargebacks nobody knows the purchase of. */
function chargeBack(curated: readonly Row[], chargebacks: readonly Row[]): number {
  const keys = new Map(
    chargebacks.map((row) => [`${row.device}|${row.event}|${row.at}|${row.revenue}|${row.receipt}`, row]),
  );
  const asked = [...keys.values()].toSorted((a, b) => a.at - b.at);
  const receipts = new Set(asked.map(({ receipt }) => receipt));
  receipts.delete('');
  const free = new Map<string, Row[]>();
  for (const row of curated.filter(({ receipt }) => receipts.has(receipt)).toSorted((a, b) => a.at - b.at)) {
    const others = free.get(row.receipt);
    if (others === undefined) free.set(row.receipt, [row]);
    else others.push(row);
  }
  const take = ({ receipt }: Row, suits: (row: Row) => boolean) => {
    const known = free.get(receipt) ?? [];
    const place = known.findIndex(suits);
    if (place < 0) return false;
    known.splice(place, 1)[0].shown = 0;
    return true;
  };
  const elsewhere = asked.filter((row) => !take(row, ({ device }) => device === row.device));
  return elsewhere.filter((row) => !take(row, () => true)).length;
}

async function confirmations(data: string): Promise<Row[]> {
  const rows: Row[] = [];
  for await (const cells of csvRows(join(data, 'confirmed_purchases.csv'))) {
    const row = cells.length === 6 ? rowOf(cells) : null;
    if (row !== null) rows.push(row);
  }
  return rows;
}

function pairUp(
  purchases: readonly Row[],
  confirmed: readonly Row[],
  keyOf: (row: Row) => string,
  by: string,
  reach: number,
) {
  const groups = new Map<string, [Row[], Row[]]>();
  for (const row of purchases) {
    const key = row.partner === undefined ? keyOf(row) : '';
    if (key === '') continue;
    const group = groups.get(key);
    if (group === undefined) groups.set(key, [[row], []]);
    else group[0].push(row);
  }
  for (const row of confirmed) if (row.partner === undefined && row.revenue >= 0) groups.get(keyOf(row))?.[1].push(row);
  const order = (a: Row, b: Row) => a.at - b.at;
  const times = (rows: readonly Row[]) => rows.map(({ at }) => at);
  for (const [mine, theirs] of groups.values()) {
    if (theirs.length === 0) continue;
    mine.sort(order);
    theirs.sort(order);
    matchLine(times(mine), times(theirs), reach).forEach((j, i) => {
      if (j < 0) return;
      Object.assign(mine[i], { partner: theirs[j], by });
      theirs[j].partner = mine[i];
    });
  }
}

async function dailyOf(data: string, curated: readonly Row[]): Promise<Daily> {
  const daily: Daily = { revenue: new Map(), cost: new Map(), users: new Map() };
  const add = (sums: Map<string, number>, key: string, amount: number) => sums.set(key, (sums.get(key) ?? 0) + amount);
  for (const row of curated) add(daily.revenue, `${dayOf(row.at)}|${row.campaign.toUpperCase()}`, row.shown);
  for await (const [date, campaign, cost] of csvRows(join(data, 'costs_daily.csv'))) {
    const amount = moneyOf(cost);
    if (!Number.isNaN(amount)) add(daily.cost, `${date}|${campaign.trim().toUpperCase()}`, amount);
  }
  for await (const [time, user] of csvRows(join(data, 'sessions.csv'))) {
    const at = momentOf(time);
    const name = user.trim();
    if (name === '' || Number.isNaN(at)) continue;
    const day = dayOf(at);
    const users = daily.users.get(day);
    if (users === undefined) daily.users.set(day, new Set([name]));
    else users.add(name);
  }
  return daily;
}

const dayOf = (at: number) => new Date(at).toISOString().slice(0, 10);
const timeOf = (at: number) => new Date(at).toISOString().replace('.000Z', 'Z');
const usd = (amount: number) => (amount / MILLION).toFixed(2);
const cellOf = (text: string) =>
  /[",\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text.replace(/^[=+\-@]/, "'$&");

async function writeReports(
  reports: string,
  curated: readonly Row[],
  confirmed: readonly Row[],
  sums: Record<string, number>,
) {
  const csv = createWriteStream(join(reports, 'purchases_curated.csv'));
  const json = createWriteStream(join(reports, 'reconciliation.json'));
  const confirmedOnly = confirmed.filter((row) => row.partner === undefined);
  const summary = { ...sums, af_only: curated.length - sums.matched, confirmed_only: confirmedOnly.length };
  json.write(`{"summary":${JSON.stringify(summary)},"details":[`);
  csv.write('appsflyer_id,event_name,event_time_utc,revenue_usd,campaign,receipt_id,status,campaign_norm,composite\n');
  let lines = '';
  let details = '';
  const flush = async () => {
    if (!csv.write(lines)) await once(csv, 'drain');
    if (!json.write(details)) await once(json, 'drain');
    lines = '';
    details = '';
  };
  for (const [i, row] of curated.entries()) {
    const time = timeOf(row.at);
    const campaign = row.campaign.toUpperCase();
    const composite = cellOf(`${row.device}|${time}|${row.event}|${usd(row.revenue)}`);
    lines += `${cellOf(row.device)},${row.event},${time},${usd(row.shown)},${cellOf(row.campaign)},${cellOf(row.receipt)},success,${cellOf(campaign)},${composite}\n`;
    details += `${i === 0 ? '' : ','}${detailOf(row, time)}\n`;
    if (lines.length > 1 << 18) await flush();
  }
  for (const row of confirmedOnly) {
    details += `,{"type":"confirmed_only","appsflyer_id":${JSON.stringify(row.device)},"event_time_utc":"${timeOf(row.at)}","revenue_usd":${usd(row.revenue)}}\n`;
    if (details.length > 1 << 18) await flush();
  }
  details += ']}\n';
  await flush();
  for (const stream of [csv, json]) {
    stream.end();
    await finished(stream);
  }
}

function detailOf({ device, at, shown, revenue, receipt, partner, by }: Row, time: string): string {
  const money = `"revenue_usd":${usd(shown)},"receipt_id":${receipt === '' ? 'null' : JSON.stringify(receipt)}`;
  const id = JSON.stringify(device);
  if (partner === undefined) return `{"type":"af_only","appsflyer_id":${id},"event_time_utc":"${time}",${money}}`;
  const gap = Math.abs(partner.at - at) / 1_000;
  return `{"type":"matched","appsflyer_id":${id},"af_event_time_utc":"${time}",${money},"cf_event_time_utc":"${timeOf(partner.at)}","matched_by":"${by}","gap_seconds":${gap},"amount_difference_usd":${usd(partner.revenue - revenue)}}`;
}

void main(process.argv[2], process.argv[3]);
