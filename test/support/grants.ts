import type { TestApp } from './app';
import { type Answer, call, type Call, type TestUser } from './players';
import { quiet } from './quiet';

export interface Grant {
  id: string;
  kind: string;
  status: string;
  userId: string;
  currency: string | null;
  amount: number | null;
  productId: string | null;
  quantity: number | null;
  requestedBy: string;
  decidedBy: string | null;
  transactionId: string | null;
}

export interface GrantAnswer {
  grant: Grant;
  transaction: { id: string; kind: string; status: string; amount: number | null; quantity: number | null };
  balance: number;
  item: { quantity: number };
  dryRun: boolean;
  code: string;
}

export interface GrantList {
  items: (Grant & { reason: string | null; ticket: string | null; decisionReason: string | null })[];
  nextCursor: string | null;
}

export const WHY = { reason: 'The purchase did not arrive.', ticket: 'SUP-7' };

export interface Move {
  currency?: string;
  amount?: number;
  productId?: string;
  quantity?: number;
  reason?: string;
  ticket?: string;
}

/** Coins, unless another asset is named. */
function bodyOf(move: Move | number): Move {
  return typeof move === 'number' ? { currency: 'COIN', amount: move, ...WHY } : { ...WHY, ...move };
}

export function grant(
  app: TestApp,
  staff: TestUser,
  player: { id: string },
  move: Move | number,
  options: Call & { query?: string } = {},
): Promise<Answer<GrantAnswer>> {
  const { query = '', ...rest } = options;
  return call<GrantAnswer>(app, `/users/${player.id}/grants${query}`, {
    token: staff.token,
    body: bodyOf(move),
    ...rest,
  });
}

export function revoke(
  app: TestApp,
  staff: TestUser,
  player: { id: string },
  move: Move | number,
  options: Call & { query?: string } = {},
): Promise<Answer<GrantAnswer>> {
  const { query = '', ...rest } = options;
  return call<GrantAnswer>(app, `/users/${player.id}/revocations${query}`, {
    token: staff.token,
    body: bodyOf(move),
    ...rest,
  });
}

export function approve(app: TestApp, staff: TestUser, id: string, key?: string): Promise<Answer<GrantAnswer>> {
  return call<GrantAnswer>(app, `/grants/${id}/approve`, { method: 'POST', token: staff.token, key });
}

export function reject(app: TestApp, staff: TestUser, id: string, reason = 'Not so.'): Promise<Answer<GrantAnswer>> {
  return call<GrantAnswer>(app, `/grants/${id}/reject`, { token: staff.token, body: { reason } });
}

/** What staff see of somebody, whoever asks for it. */
export async function coinsOf(app: TestApp, player: { id: string }): Promise<number> {
  const [row] = await app.database.query<{ balance: string }>(
    `select balance from wallets where user_id = $1 and currency = 'COIN'`,
    [player.id],
  );
  return Number(row?.balance ?? 0);
}

/** What a member of staff moved alone, of each asset. */
export async function spentBy(app: TestApp, { id }: TestUser): Promise<Record<string, number>> {
  const rows = await app.database.query<{ asset: string; amount: string }>(
    'select asset, sum(amount) as amount from grant_spendings where user_id = $1 group by asset',
    [id],
  );
  return Object.fromEntries(rows.map(({ asset, amount }) => [asset, Number(amount)]));
}

/** How often each outcome was answered: the status of the grant, or the refusal. */
export function outcomes(answers: readonly Answer<GrantAnswer>[]): Record<string, number> {
  const counts: Record<string, number> = {};
  for (const { status, body } of answers) {
    const outcome = status < 300 ? `${status} ${body.grant.status}` : `${status} ${body.code}`;
    counts[outcome] = (counts[outcome] ?? 0) + 1;
  }
  return counts;
}

/** Everything in the database that a request may change, in one value for comparing. */
export async function contents(app: TestApp): Promise<Record<string, string>> {
  const { database } = app;
  await quiet(app);
  const tables = await database.query<{ name: string }>(`
    select tablename as name from pg_tables where schemaname = 'public' and tablename !~ '^(outbox_|cron_runs|ledger_seal|ledger_unsealed|economy_)'`);
  const digests: Record<string, string> = {};
  for (const { name } of tables) {
    const [{ digest }] = await database.query<{ digest: string }>(
      `select md5(coalesce(string_agg(t::text, e'\\n' order by t::text), '')) as digest from "${name}" t`,
    );
    digests[name] = digest;
  }
  return digests;
}
