import type { DeedOf, Life } from './deed';
import { receiptOf } from './receipt';
import { costOf } from './purse';
import type { Story } from './story';
import { MINUTE_MS } from './story-days';

const SECOND_MS = 1_000;
const ORGANIC = 'ORGANIC';

type Row = readonly string[];

interface Sale {
  username: string;
  campaign: string;
  receipt: string;
  paidMs: number;
  cents: number;
}

/** What attribution, the gateway, the advertisers and the game tell of the same story: the inputs of the pipeline. */
export function revenueFiles({ lives, costs }: Story): Record<RevenueFile, string> {
  const sales = lives.flatMap(salesOf).sort((one, other) => one.paidMs - other.paidMs);
  const sessions = lives.flatMap(({ username, deeds }) =>
    deeds.filter(({ kind }) => kind === 'play').map(({ atMs }) => [time(atMs), username]),
  );
  return {
    'purchases_raw.csv': csv(
      ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id', 'status'],
      [...sales.flatMap(told), ...lives.flatMap(chargebacksOf).map(takenBack)],
    ),
    'confirmed_purchases.csv': csv(
      ['appsflyer_id', 'event_name', 'event_time_utc', 'revenue_usd', 'campaign', 'receipt_id'],
      sales.flatMap(confirmed),
    ),
    'costs_daily.csv': csv(
      ['date', 'campaign', 'ad_cost_usd'],
      costs.map(({ day, campaign, cents }) => [day, campaign, dollars(cents)]),
    ),
    'sessions.csv': csv(['event_timestamp_utc', 'user_id'], sessions),
  };
}

export const REVENUE_FILES = [
  'purchases_raw.csv',
  'confirmed_purchases.csv',
  'costs_daily.csv',
  'sessions.csv',
] as const;
type RevenueFile = (typeof REVENUE_FILES)[number];

function salesOf(life: Life): Sale[] {
  return life.deeds.flatMap((deed) => (deed.kind === 'order' && isSale(deed) ? [saleOf(life, deed)] : []));
}

function isSale({ isPaid, currency }: DeedOf<'order'>): boolean {
  return isPaid && currency === 'USD';
}

function saleOf({ username, campaign }: Life, { atMs, lines }: DeedOf<'order'>): Sale {
  const sale = { receipt: receiptOf(username, atMs), paidMs: atMs + MINUTE_MS, cents: costOf(lines, 'USD') };
  return { username, campaign: campaign ?? ORGANIC, ...sale };
}

function chargebacksOf(life: Life): Sale[] {
  return life.deeds.flatMap((deed) => {
    if (deed.kind !== 'chargeback') return [];
    const ordered = life.deeds.find(({ kind, atMs }) => kind === 'order' && atMs === deed.orderedMs);
    if (ordered?.kind !== 'order' || !isSale(ordered)) return [];
    return [{ ...saleOf(life, ordered), paidMs: deed.atMs }];
  });
}

/** Every fortieth purchase never reached attribution, and now and then one is told twice. */
function told(sale: Sale, index: number): Row[] {
  if (index % 40 === 17) return [];
  const { username, campaign, receipt, paidMs, cents } = sale;
  const row = [deviceOf(username), 'af_purchase', time(paidMs), dollars(cents), campaign, receipt, 'success'];
  return index % 55 === 20 ? [row, row] : [row];
}

function takenBack({ username, campaign, receipt, paidMs, cents }: Sale): Row {
  return [deviceOf(username), 'af_purchase', time(paidMs), dollars(cents), campaign, receipt, 'chargeback'];
}

/** The gateway is a little later; of some it knows nothing, and of some it has lost the receipt. */
function confirmed({ username, campaign, receipt, paidMs, cents }: Sale, index: number): Row[] {
  if (index % 45 === 30) return [];
  const lateMs = (5 + (index % 40)) * SECOND_MS;
  const known = index % 25 === 3 ? '' : receipt;
  return [[deviceOf(username), 'af_purchase', time(paidMs + lateMs), dollars(cents), campaign, known]];
}

function deviceOf(username: string): string {
  return `device-${username}`;
}

function time(ms: number): string {
  return new Date(ms).toISOString();
}

function dollars(cents: number): string {
  return `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`;
}

function csv(header: Row, rows: readonly Row[]): string {
  return [header, ...rows].map((row) => `${row.join(',')}\n`).join('');
}
