import { DataSource } from 'typeorm';
import type { TestApp } from './app';
import { type Answer, call, makeUser, type TestUser } from './players';

export interface Entry {
  seq: number;
  transactionId: string;
  kind: string;
  reason: string | null;
  source: string | null;
  currency: string | null;
  productId: string | null;
  amount: number;
  balanceAfter: number;
  counterAccount: string;
  actorId: string | null;
  approverId: string | null;
  createdAt: string;
}

export interface Ledger {
  items: Entry[];
  nextCursor: string | null;
  code: string;
}

export interface Balances {
  userId: string;
  at: string;
  balance: number;
  balances: Record<string, number>;
  code: string;
}

export function ledgerOf(app: TestApp, user: TestUser, query = '', of = 'me'): Promise<Answer<Ledger>> {
  return call<Ledger>(app, `/users/${of}/ledger${query}`, { token: user.token });
}

export function balancesOf(app: TestApp, user: TestUser, query = '', of = 'me'): Promise<Answer<Balances>> {
  return call<Balances>(app, `/users/${of}/balance${query}`, { token: user.token });
}

export function seqsOf({ body }: Answer<Ledger>): number[] {
  return body.items.map(({ seq }) => seq);
}

/** Entry n of 5,000 was made n minutes after the beginning, two at a time; every 1,000th is a GEM. */
export const BEGINNING = Date.parse('2026-01-01T00:00:00Z');
const LENGTH = 5_000;
export const minute = (n: number) => new Date(BEGINNING + n * 60_000).toISOString();

export async function withLongPast(app: TestApp): Promise<TestUser> {
  const player = await makeUser(app);
  const run = (sql: string) => app.database.query(sql, [player.id, BEGINNING, LENGTH]);
  await run(`
    insert into transactions (user_id, id, kind, status, actor_id, created_at)
    select $1, (lpad(to_hex($2::bigint + n * 60000), 12, '0') || '7000' || lpad(to_hex(n), 16, '8'))::uuid, 'add_funds',
      'completed', $1, to_timestamp($2::bigint / 1000 + n * 60) from generate_series(2, $3::int, 2) n`);
  await run(`
    insert into ledger_entries (user_id, seq, transaction_id, currency, amount, balance_after, counter_account, created_at)
    select $1, n, t.id, case when n % 1000 = 0 then 'GEM' else 'COIN' end, 1,
      case when n % 1000 = 0 then n / 1000 else n - n / 1000 end, 'source:top_up', t.created_at
    from generate_series(1, $3::int) n
    join transactions t on t.user_id = $1 and t.created_at = to_timestamp($2::bigint / 1000 + (n + n % 2) * 60)`);
  await run(`
    update accounts set last_seq = $3::int, last_entry_at = to_timestamp($2::bigint / 1000 + $3::int * 60)
    where user_id = $1`);
  await app.database.query(`
    insert into wallets select user_id, currency, max(balance_after) from ledger_entries
    where user_id = '${player.id}' group by 1, 2; analyze`);
  return player;
}

interface PlanNode {
  'Node Type': string;
  'Relation Name'?: string;
  'Actual Rows': number;
  'Actual Loops': number;
  'Rows Removed by Filter'?: number;
  Plans?: PlanNode[];
}

/** What PostgreSQL reads of the journal for a request: its statements are sent again, explained as they run. */
export async function rowsReadFor(
  app: TestApp,
  path: string,
  { token }: TestUser,
): Promise<{ rows: number; sequential: string[] }> {
  const sent: [string, unknown[]][] = [];
  const dataSource = app.get(DataSource);
  const { logger } = dataSource;
  const logQuery = (query: string, params: unknown[] = []) => void sent.push([query, params]);
  Object.assign(dataSource, { logger: { ...logger, logQuery } });
  try {
    const { status } = await call(app, path, { token });
    if (status !== 200) throw new Error(`${path} was answered with ${status}.`);
  } finally {
    Object.assign(dataSource, { logger });
  }
  const nodes: PlanNode[] = [];
  for (const [query, params] of sent.filter(([text]) => /ledger_entries|transactions/.test(text))) {
    const [row] = await dataSource.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
      `explain (analyze, format json) ${query}`,
      params,
    );
    nodes.push(...everyNode(row['QUERY PLAN'][0].Plan));
  }
  const journal = nodes.filter((node) => /^(ledger_entries|transactions)$/.test(node['Relation Name'] ?? ''));
  if (journal.length === 0) throw new Error(`Nothing of the journal was read for ${path}.`);
  return {
    rows: journal.reduce((sum, node) => sum + rowsOf(node), 0),
    sequential: journal.flatMap((node) => (node['Node Type'] === 'Seq Scan' ? [node['Relation Name'] ?? ''] : [])),
  };
}

function rowsOf(node: PlanNode): number {
  return (node['Actual Rows'] + (node['Rows Removed by Filter'] ?? 0)) * node['Actual Loops'];
}

function everyNode(node: PlanNode): PlanNode[] {
  return [node, ...(node.Plans ?? []).flatMap(everyNode)];
}
