import { randomUUID } from 'node:crypto';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { Client } from 'pg';
import { Config } from '../src/platform/config/config';
import { admitAuditor } from '../src/platform/database/auditor';
import { migrate } from '../src/platform/database/migrate';
import { startApp, type TestApp } from './support/app';
import { eventually } from './support/eventually';
import { grant } from './support/grants';
import { placeOrder } from './support/orders';
import { BOOST, buy, call, makeUser, openShop, POTION, type TestUser, times } from './support/players';

/** What outsiders were promised: names, types and order stay; what is added comes last. */
const COLUMNS = {
  accounts: 'user_id uuid, status text, last_seq bigint, last_entry_at timestamptz',
  currencies:
    'code text, name text, kind text, scale smallint, max_balance bigint, is_active boolean, created_at timestamptz, ' +
    'updated_at timestamptz',
  grants:
    'user_id uuid, grant_id uuid, kind text, status text, currency text, product_id uuid, amount bigint, ' +
    'requested_by uuid, requested_at timestamptz, decided_by uuid, decided_at timestamptz, transaction_id uuid',
  idempotency:
    'user_id uuid, actor_id uuid, key_sha256 text, transaction_id uuid, status smallint, created_at timestamptz',
  inventory: 'user_id uuid, product_id uuid, quantity bigint, purchased_at timestamptz',
  ledger:
    'user_id uuid, seq bigint, transaction_id uuid, currency text, product_id uuid, amount bigint, ' +
    'balance_after bigint, counter_account text, order_line_id uuid, created_at timestamptz',
  order_lines:
    'user_id uuid, order_id uuid, order_line_id uuid, product_id uuid, sku text, quantity bigint, unit_price bigint, ' +
    'amount bigint, coins_currency text, coins_amount bigint, sellable_source text, sellable_id text',
  orders:
    'user_id uuid, order_id uuid, status text, provider text, currency text, total bigint, cart_version bigint, ' +
    'created_at timestamptz, expires_at timestamptz, paid_at timestamptz, fulfilled_at timestamptz, ' +
    'ended_at timestamptz, attention text',
  outbox: 'event_id bigint, type text, user_id uuid, transaction_id uuid, created_at timestamptz',
  payments:
    'user_id uuid, payment_id uuid, order_id uuid, provider text, order_status text, amount bigint, currency text, ' +
    'received bigint, returned bigint, to_return bigint, attention text, created_at timestamptz, closed_at timestamptz',
  staff_log:
    'entry_id uuid, at timestamptz, actor_id uuid, actor_role text, action text, subject_id uuid, target text, ' +
    'request_id text, details_digest text',
  transactions:
    'user_id uuid, transaction_id uuid, kind text, status text, product_id uuid, quantity bigint, currency text, ' +
    'amount bigint, failure_code text, reason text, source text, actor_id uuid, approver_id uuid, ' +
    'created_at timestamptz',
  wallets: 'user_id uuid, currency text, balance bigint',
};
const VIEWS = Object.keys(COLUMNS);

let app: TestApp;
let auditor: Client;
let player: TestUser;

beforeAll(async () => {
  app = await startApp();
  await openShop(app);
  player = await makeUser(app, { coins: 1_000 });
  for (const key of ['one@example.com', 'two']) await buy(app, player, BOOST.id, { key });
  await buy(app, player, POTION.id, { body: { quantity: 1_000 } });
  const admin = await makeUser(app, { role: 'admin' });
  await call(app, '/products/day-boost', { method: 'PATCH', token: admin.token, body: { name: 'Untold words' } });
  await grant(app, admin, player, { currency: 'COIN', amount: 30, reason: 'Sorry, Ms Winter', ticket: 'WINTER-1' });
  await placeOrder(app, player, [{ productId: POTION.id, unitPrice: 199 }]);
  auditor = await connect(app.database.ownerUrl, 'auditor');
});
afterAll(async () => {
  await auditor.end();
  await app.close();
});

async function connect(url: string, role: string): Promise<Client> {
  const client = new Client({ connectionString: url, options: `-c role=${role}` });
  await client.connect();
  return client;
}

async function read<Row>(sql: string, params: unknown[] = []): Promise<Row[]> {
  return (await auditor.query(sql, params)).rows as Row[];
}

const documented = () =>
  app.database.query<{ name: string; columns: string; silent: string[] }>(`
    select c.relname as name,
      string_agg(a.attname || ' ' || replace(format_type(a.atttypid, null), 'timestamp with time zone', 'timestamptz'),
        ', ' order by a.attnum) as columns,
      array_remove(array_agg(case when col_description(c.oid, a.attnum) is null
        or obj_description(c.oid, 'pg_class') is null then a.attname::text end), null) as silent
    from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0
    where c.relnamespace = 'audit'::regnamespace group by c.oid, c.relname order by c.relname`);

describe('schema audit', () => {
  it('has exactly the columns that were promised, and says what each is', async () => {
    const views = await documented();
    expect(Object.fromEntries(views.map(({ name, columns }) => [name, columns]))).toEqual(COLUMNS);
    expect(views.filter(({ silent }) => silent.length > 0)).toEqual([]);
  });

  it('is described in the documentation, column by column', () => {
    const manual = readFileSync(join(__dirname, '..', 'docs', 'operations.md'), 'utf8');
    const named = (columns: string) => columns.split(', ').map((column) => `\`${column.split(' ')[0]}\``);
    const missing = Object.entries(COLUMNS)
      .map(([view, columns]) => `| \`audit.${view}\` | ${named(columns).join(', ')} |`)
      .filter((row) => !manual.includes(row));
    expect(missing).toEqual([]);
  });

  it('shows every row of what it shows', async () => {
    const tables: Record<string, string> = {
      ledger: 'ledger_entries',
      idempotency: 'idempotency_keys',
      staff_log: 'audit_log',
      outbox: '(select generate_series(1, size) from outbox_events) as events',
    };
    for (const view of VIEWS) {
      const count = `select count(*)::int as rows from`;
      const shown = await read<{ rows: number }>(`${count} audit.${view}`);
      expect(shown[0].rows).toBeGreaterThan(0);
      expect(shown).toEqual(await app.database.query(`${count} ${tables[view] ?? view}`));
    }
  });

  it('is enough to prove the books without asking Florin', async () => {
    const wrong = await read(`
      select w.user_id from audit.wallets w full join (
        select user_id, currency, sum(amount) as total from audit.ledger where currency is not null group by 1, 2) l
        on l.user_id = w.user_id and l.currency = w.currency
      where coalesce(w.balance, 0) <> coalesce(l.total, 0)`);
    expect(wrong).toEqual([]);
    const keys = await read(
      `select i.status, t.kind, count(l.seq)::int as entries, (
          select count(*)::int from audit.outbox where transaction_id = t.transaction_id) as events
       from audit.idempotency i join audit.transactions t using (user_id, transaction_id)
       join audit.ledger l using (user_id, transaction_id)
       where i.key_sha256 = encode(sha256('two'), 'hex') and i.user_id = $1 group by 1, 2, t.transaction_id`,
      [player.id],
    );
    expect(keys).toEqual([{ status: 201, kind: 'purchase', entries: 2, events: 1 }]);
    expect(
      await read(`select failure_code from audit.transactions where status = 'failed' and user_id = $1`, [player.id]),
    ).toEqual([{ failure_code: 'wallet.insufficient_funds' }]);
    const grants = await read(
      `select g.status, l.amount, l.counter_account, t.actor_id = g.requested_by as same_person
       from audit.grants g join audit.transactions t using (user_id, transaction_id)
       join audit.ledger l using (user_id, transaction_id)
       where t.source = 'grant:' || g.grant_id and g.user_id = $1`,
      [player.id],
    );
    expect(grants).toEqual([{ status: 'executed', amount: '30', counter_account: 'source:grant', same_person: true }]);
  });

  it('tells of nobody who they are', async () => {
    const [{ username, email }] = await app.database.query<{ username: string; email: string }>(
      'select username, email from users where id = $1',
      [player.id],
    );
    for (const view of VIEWS) {
      for (const secret of [username, email, 'one@example.com', 'Untold words', 'Winter', 'WINTER-1']) {
        expect(await read(`select * from audit.${view} v where v::text like '%' || $1 || '%'`, [secret])).toEqual([]);
      }
    }
  });
});

describe('role auditor', () => {
  it.each(['users', 'sessions', 'api_keys', 'wallets', 'audit_details', 'migrations', 'outbox_events_0'])(
    'cannot read %s',
    async (table) => {
      await expect(read(`select * from ${table}`)).rejects.toThrow('permission denied');
    },
  );

  it('has no right in the database but to read the views', async () => {
    const rights = await app.database.query<{ what: string }>(`
      with ours as (select oid, nspname from pg_namespace where nspname !~ '^pg_' and nspname <> 'information_schema')
      select format('%s.%s', n.nspname, c.relname) as what from ours n join pg_class c on c.relnamespace = n.oid
      where case
        when c.relkind = 'S' then has_sequence_privilege('auditor', c.oid, 'usage, select, update')
        when c.relkind not in ('r', 'p', 'v', 'm', 'f') then false
        else has_table_privilege('auditor', c.oid, 'insert, update, delete, truncate, references, trigger')
          or has_any_column_privilege('auditor', c.oid, 'insert, update, references')
          or n.nspname <> 'audit' and has_any_column_privilege('auditor', c.oid, 'select') end
      union all
      select format('%s.%s()', n.nspname, p.proname) from ours n join pg_proc p on p.pronamespace = n.oid
      where has_schema_privilege('auditor', n.oid, 'usage') and has_function_privilege('auditor', p.oid, 'execute')
      union all
      select nspname from ours where has_schema_privilege('auditor', oid, 'create')`);
    expect(rights).toEqual([]);
  });

  it.each([
    `insert into audit.wallets values ('${randomUUID()}', 'COIN', 1)`,
    'update audit.wallets set balance = 1',
    'delete from audit.ledger',
    'truncate wallets',
    'create table audit.mine ()',
    'create table public.mine ()',
    'create schema mine',
  ])('is refused: %s', async (sql) => {
    await expect(read(sql)).rejects.toThrow(/permission denied/);
  });

  it('cannot log in until an operator lets somebody', async () => {
    const [role] = await app.database.query(
      `select rolcanlogin, rolsuper, rolcreaterole, rolcreatedb, rolreplication, rolbypassrls
       from pg_roles where rolname = 'auditor'`,
    );
    expect(Object.values(role as object)).toEqual([false, false, false, false, false, false]);
  });
});

describe('admitting auditors', () => {
  const name = () => `florin_test_${randomUUID().replaceAll('-', '')}`;
  const owners: Client[] = [];
  afterEach(async () => {
    await Promise.all(owners.splice(0).map((owner) => owner.end()));
  });

  /** The owner of a database, for whom the role is called otherwise: that of the cluster serves other tests. */
  async function ownerWho(role: string, auditors: string): Promise<Client> {
    const owner = await connect(app.database.ownerUrl, role);
    owners.push(owner);
    const query = owner.query.bind(owner) as (sql: string) => Promise<unknown>;
    return Object.assign(owner, { query: (sql: string) => query(sql.replaceAll('auditor', auditors)) });
  }

  it('makes one role when several databases of a cluster begin at once', async () => {
    const auditors = name();
    const [{ me }] = await app.database.query<{ me: string }>('select current_user as me');
    const [first, second] = await Promise.all(times(2, () => ownerWho(me, auditors)));
    const { rows } = await second.query<{ pid: number }>('select pg_backend_pid() as pid');
    await first.query('begin');
    await first.query('create role auditor');
    const admitted = admitAuditor(second);
    await eventually(async () => {
      const blockers = await app.database.query('select unnest(pg_blocking_pids($1))', [rows[0].pid]);
      expect(blockers).toHaveLength(1);
    });
    await first.query('commit');
    expect([await admitted, await admitAuditor(first)]).toEqual([true, true]);
    await first.query('drop owned by auditor; drop role auditor');
  });

  it('goes without the role where the owner may not make it', async () => {
    const [auditors, poor] = [name(), name()];
    await app.database.query(`create role ${poor}`);
    expect(await admitAuditor(await ownerWho(poor, auditors))).toBe(false);
    await app.database.query(`drop role ${poor}`);
  });

  it('works for an owner who owns nothing but the database', async () => {
    const [database, owner] = [name(), name()];
    const query = (sql: string) => app.database.query(sql);
    await query(`create role ${owner} login password 'only-for-tests'`);
    await query(`create database ${database} owner ${owner}`);
    const url = new URL(app.database.ownerUrl);
    Object.assign(url, { pathname: `/${database}`, username: owner, password: 'only-for-tests' });
    const env = { FLORIN_DATA: '/nonexistent', JWT_SECRET: 'unused', DATABASE_URL: url.href };
    await migrate(Config.fromEnv(env));
    const theirs = await connect(url.href, owner);
    const { rows } = await theirs.query(`
      select has_table_privilege('auditor', 'audit.ledger', 'select') as views,
        has_any_column_privilege('auditor', 'users', 'select') as people`);
    await theirs.end();
    await query(`drop database ${database}`);
    await query(`drop role ${owner}`);
    expect(rows).toEqual([{ views: true, people: false }]);
  });
});
