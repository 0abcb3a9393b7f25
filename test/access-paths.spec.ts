import { DataSource } from 'typeorm';
import { EconomyService } from '../src/economy/economy.service';
import { HoldingsReader, PLAN_BY_KEYS } from '../src/economy/holdings-reader.service';
import { UnitOfWork } from '../src/platform/database/unit-of-work';
import { AccountsService } from '../src/transactions/accounts.service';
import { startApp, type TestApp } from './support/app';
import { BOOST, buy, call, makeUser, openShop, POTION, type TestUser } from './support/players';

let app: TestApp;
let player: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  player = await makeUser(app, { coins: 10_000 });
  await fill(app);
});
afterAll(() => app.close());

/** Enough rows that reading a table whole would be the wrong plan. */
async function fill({ database }: TestApp): Promise<void> {
  await database.query(`
    insert into users (id, username, email, role)
      select gen_random_uuid(), 'u' || n, 'u' || n || '@example.com', 'player' from generate_series(1, 2000) n;
    insert into accounts (user_id) select id from users on conflict do nothing;
    insert into products (id, sku, name, type, is_active)
      select gen_random_uuid(), 'sku' || n, 'Product ' || n, 'consumable', n % 10 = 0 from generate_series(1, 3000) n;
    insert into prices (product_id, currency, amount) select id, 'COIN', 10 from products on conflict do nothing;
    insert into wallets (user_id, currency, balance) select user_id, 'COIN', 0 from accounts on conflict do nothing;
    insert into inventory (user_id, product_id, quantity, purchased_at)
      select a.user_id, p.id, 1, now() from accounts a cross join (select id from products limit 10) p on conflict do nothing;
    insert into reward_rules (id, reason, reason_key, currency, amount, daily_times)
      select gen_random_uuid(), 'reason ' || n, 'reason ' || n, 'COIN', 1, 1 from generate_series(1, 60) n;
    insert into reward_claims (user_id, rule_id, day, day_amount, day_times, total_amount, total_times, last_at)
      select a.user_id, r.id, current_date, 1, 1, 1, 1, now()
      from accounts a cross join (select id from reward_rules limit 20) r;
    insert into transactions (user_id, id, kind, status, product_id, quantity, currency, amount, failure_code, actor_id, created_at)
      select a.user_id, gen_random_uuid(), 'purchase', case when n % 20 = 0 then 'failed' else 'completed' end,
        (select id from products limit 1 offset 1), 1, 'COIN', 1, case when n % 20 = 0 then 'x.y' end, a.user_id,
        now() - n * interval '1 hour'
      from accounts a cross join generate_series(1, 20) n;
    analyze`);
}

interface PlanNode {
  'Node Type': string;
  'Index Name'?: string;
  'Relation Name'?: string;
  Plans?: PlanNode[];
}

async function indexesUsed(sql: string, params: unknown[] = []): Promise<string[]> {
  const [{ 'QUERY PLAN': plan }] = await app.database.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }>(
    `explain (format json) ${sql}`,
    params,
  );
  const visit = (node: PlanNode): string[] => [node['Index Name'] ?? '', ...(node.Plans ?? []).flatMap(visit)];
  return visit(plan[0].Plan).filter((name) => name !== '');
}

describe('access paths', () => {
  it.each([
    [
      'refusals by user',
      `select * from transactions where user_id = $1 and status = 'failed' order by id desc limit 20`,
      'transactions_refused_index',
    ],
    ['inventory by user', `select * from inventory where user_id = $1`, 'inventory_pkey'],
    [
      'inventory by user and product',
      `select * from inventory where user_id = $1 and product_id = $2`,
      'inventory_pkey',
    ],
    ['a history', `select * from transactions where user_id = $1 order by id desc limit 20`, 'transactions_pkey'],
    [
      'transactions by status',
      `select * from transactions where status = 'failed' order by created_at desc limit 20`,
      'transactions_status_index',
    ],
    [
      'transactions by status and time',
      `select * from transactions where status = 'completed' and created_at > now() - interval '90 minutes'`,
      'transactions_status_index',
    ],
    [
      'transactions by product',
      `select * from transactions where product_id = $2 and created_at > now() - interval '90 minutes'`,
      'transactions_product_index',
    ],
    [
      'users by how their name begins',
      `select * from users where lower(username) like lower('U1999%') or lower(email) like lower('U1999%') order by id desc limit 20`,
      'users_username_prefix_index',
    ],
    ['a product by SKU', `select * from products where lower(sku) = lower('SKU7')`, 'products_sku_key'],
    ['active products', `select * from products where is_active order by id limit 20`, 'products_active_index'],
  ])('reads %s by its index', async (_, sql, index) => {
    const params = [player.id, BOOST.id].slice(0, sql.includes('$2') ? 2 : sql.includes('$1') ? 1 : 0);
    const numbered = sql.includes('$2') && !sql.includes('$1') ? sql.replace('$2', '$1') : sql;
    expect(await indexesUsed(numbered, numbered === sql ? params : [BOOST.id])).toContain(index);
  });

  it('reads transactions by time through the block range index', async () => {
    expect(
      await indexesUsed(`select count(*) from transactions where created_at < now() - interval '19.5 hours'`),
    ).toEqual(expect.arrayContaining([expect.stringMatching(/transactions_(time|status|product)_index/)]));
  });
});

describe('statements per request', () => {
  /** Statements that one request sends, with whatever else is going on left out. */
  async function statementsOf(path: string): Promise<string[]> {
    const seen: string[] = [];
    const dataSource = app.get(DataSource);
    const { logger } = dataSource;
    const spy = { ...logger, logQuery: (query: string) => void seen.push(query) };
    Object.assign(dataSource, { logger: spy });
    try {
      const { status } = await call(app, path, { token: player.token });
      expect(status).toBe(200);
    } finally {
      Object.assign(dataSource, { logger });
    }
    return seen.filter((query) => !/outbox|cron_runs|pg_snapshot_xmin/.test(query));
  }

  it.each([
    ['/products?limit=1', '/products?limit=100', 4],
    ['/users/me/transactions?limit=1', '/users/me/transactions?limit=100', 1],
    ['/rewards?limit=1', '/rewards?limit=100', 1],
  ])('sends as many for a long list as for a short one: %s', async (short, long, count) => {
    for (let n = 0; n < 3; n++) await buy(app, player, POTION.id);
    expect(await statementsOf(short)).toHaveLength(count);
    expect(await statementsOf(long)).toHaveLength(count);
  });

  it('reads a whole inventory in one statement', async () => {
    await buy(app, player, BOOST.id);
    await buy(app, player, POTION.id);
    expect((await statementsOf('/users/me/inventory')).length).toBeLessThanOrEqual(1);
  });
});

describe('the plans of a batch', () => {
  it('look rows up by key, although they were made while the tables were empty', async () => {
    const fresh = await startApp({ ROLE: 'api' });
    const connection = await connectedTo(fresh);
    const reading = () => connection.run(fresh.get(HoldingsReader));
    for (let n = 0; n < 10; n++) await connection.lock(fresh.get(AccountsService));
    await reading();
    await openShop(fresh);
    await fill(fresh);
    const scanned = (await reading()).filter(({ type }) => type === 'Seq Scan');
    await connection.end();
    await fresh.close();
    expect(scanned).toEqual([]);
  });

  it('are made once, whichever way commands come', async () => {
    const fresh = await startApp({ ROLE: 'api', DATABASE_POOL: '3', ECONOMY_LANES: '1' });
    await openShop(fresh);
    const buyer = await makeUser(fresh, { coins: 10_000 });
    const parties = { userId: buyer.id, actorId: buyer.id };
    const command = { kind: 'purchase', ...parties, productId: POTION.id, quantity: 1, currency: 'COIN' } as const;
    for (let n = 0; n < 20; n++) {
      await buy(fresh, buyer, POTION.id);
      await fresh.get(UnitOfWork).run((tx) => fresh.get(EconomyService).apply(tx, [command]));
    }
    const plans = await plansOf(fresh.get(DataSource), 3);
    await fresh.close();
    expect(plans.length).toBeGreaterThanOrEqual(3);
    expect(plans.filter(({ custom }) => custom > 0)).toEqual([]);
  });
});

/** What the engine has prepared on each connection of the pool, and how often it was planned for the values of a moment. */
async function plansOf(pool: DataSource, size: number): Promise<{ name: string; custom: number }[]> {
  const runners = Array.from({ length: size }, () => pool.createQueryRunner());
  const plans = await Promise.all(
    runners.map((runner) =>
      runner.manager.query<{ name: string; custom: number }[]>(`
        select name, custom_plans::int as custom from pg_prepared_statements where name ~ '^(read:|write:|lock accounts of a batch)'`),
    ),
  );
  await Promise.all(runners.map((runner) => runner.release()));
  return plans.flat();
}

/** One connection, kept for as long as the test needs it, since that is what a plan lives as long as. */
async function connectedTo({ database }: TestApp) {
  const owner = new DataSource({ type: 'postgres', url: database.url, poolSize: 1, installExtensions: false });
  const unitOfWork = new UnitOfWork(await owner.initialize());
  const command = { kind: 'purchase', userId: BOOST.id, actorId: BOOST.id, productId: BOOST.id, quantity: 1 } as const;
  return {
    end: () => owner.destroy(),
    /** As whoever locks an account does outside the engine. */
    lock: (accounts: AccountsService) => unitOfWork.run((tx) => accounts.lock(tx, [BOOST.id])),
    run: (reader: HoldingsReader) =>
      unitOfWork.run(async (tx) => {
        const key = { key: 'k', fingerprint: 'f' };
        await reader.lockAndLoad(tx, [{ ...command, currency: 'COIN', idempotency: key }]);
        const prepared = await tx.query<{ name: string; types: string[] }[]>(
          `select name, parameter_types::text[] as types from pg_prepared_statements where name ~ '^(read:|lock accounts of a batch)'`,
        );
        expect(prepared).toHaveLength(2);
        const nodes: { type: string; relation?: string }[] = [];
        for (const { name, types } of prepared) {
          const nothing = types.map((type) => `null::${type}`).join(', ');
          const [row] = await tx.query<{ 'QUERY PLAN': [{ Plan: PlanNode }] }[]>(
            `explain (format json) execute "${name}" (${nothing})`,
          );
          nodes.push(...everyNode(row['QUERY PLAN'][0].Plan));
        }
        return nodes;
      }, PLAN_BY_KEYS),
  };
}

function everyNode(node: PlanNode): { type: string; relation?: string }[] {
  return [{ type: node['Node Type'], relation: node['Relation Name'] }, ...(node.Plans ?? []).flatMap(everyNode)];
}
