import { type TestApp, startApp } from './support/app';
import { eventually } from './support/eventually';
import { type KnownPerson, leaveTraces, PASSWORD, register } from './support/known-person';
import { enterAsGuest, OTHER_ISSUER, otherIssuersToken } from './support/other-proofs';
import { call, makeUser, openShop } from './support/players';
import { openRewards } from './support/rewards';
import { tablesHolding } from './support/search-database';
import { NOBODY_THERE, ON_THIS_MACHINE, Webhooks } from './support/webhooks';

/**
 * What is said of people: gone once they are erased. A new column that may hold a name, an address or whatever somebody
 * wrote stands here, and in `PersonalDataService`.
 */
const PERSONAL: Record<string, readonly string[]> = {
  users: ['username', 'email', 'password_hash'],
  sessions: ['user_agent'],
  guest_devices: ['device_hash'],
  external_identities: ['issuer', 'subject'],
  refresh_tokens: ['token_hash', 'previous_hash'],
  password_resets: ['token_hash'],
  grants: ['reason', 'ticket', 'decision_reason'],
  audit_details: ['before', 'after', 'salt'],
  orders: ['return_url'],
  payment_notifications: ['body', 'headers'],
  payments: ['url'],
  idempotency_keys: ['key', 'fingerprint', 'answer'],
  player_events: ['type', 'meta'],
  track_clicks: ['character', 'params', 'address_hash'],
  click_campaigns: ['address_hash'],
  webhook_deliveries: ['body'],
  /** What a game server answered: it may name whom it was told of. */
  webhook_attempts: ['error'],
};

/** Ids, words of ours and of the catalogue: nothing in them is about anybody, and nobody may write there what is. */
const IMPERSONAL: Record<string, readonly string[]> = {
  accounts: ['status'],
  api_keys: ['name', 'prefix', 'key_hash', 'scopes'],
  audit_log: ['actor_role', 'action', 'target', 'request_id', 'details_digest'],
  cart_lines: ['sellable_source', 'sellable_id', 'shown_prices'],
  cron_runs: ['name'],
  currencies: ['code', 'kind', 'name'],
  economy_activity: ['currency'],
  fulfilments: ['currency'],
  product_contents: ['currency'],
  economy_days: ['currency', 'top_share'],
  economy_flows: ['currency', 'counter_account'],
  /** Types are words of games; how many players there were for one is not told. */
  event_counts: ['type'],
  /** Of campaigns, in links that whoever advertises has written. */
  track_clicks: ['campaign', 'media_source'],
  installs: ['campaign', 'media_source', 'install_campaign'],
  click_counts: ['campaign'],
  click_campaigns: ['campaign'],
  /** Of no more than two days. */
  click_salts: ['salt'],
  campaign_costs: ['campaign', 'currency'],
  grant_budgets: ['role', 'asset'],
  grant_spendings: ['asset'],
  grants: ['kind', 'status', 'currency'],
  ledger_entries: ['currency', 'counter_account'],
  ledger_seal_ranges: ['leaves'],
  ledger_seals: ['root', 'previous', 'key_id', 'signature'],
  migrations: ['name'],
  /** Of what happened: ids, amounts, words of ours and of the catalogue. */
  notifications: ['type', 'data'],
  outbox_events: ['events'],
  outbox_events_0: ['events'],
  outbox_events_1: ['events'],
  outbox_events_2: ['events'],
  outbox_events_3: ['events'],
  outbox_parked: ['reader', 'type', 'payload', 'error'],
  outbox_readers: ['name'],
  payme_transactions: ['id', 'account', 'fiscal'],
  order_lines: ['sku', 'name', 'coins_currency', 'sellable_source', 'sellable_id'],
  orders: ['status', 'provider', 'currency', 'attention'],
  payment_notifications: ['provider', 'kind', 'external_id'],
  payments: ['provider', 'currency', 'facts', 'refunds_asked'],
  /** Who asked is an id, the request a digest. */
  pipeline_metrics: ['campaign'],
  pipeline_reconciliations: ['three_way'],
  pipeline_runs: [
    'state',
    'origin',
    'dedupe',
    'chargebacks',
    'requested_role',
    'request_key',
    'request_fingerprint',
    'progress',
    'counts',
    'timings',
    'error',
  ],
  prices: ['currency'],
  /** Of nobody that we know, and 30 days old at most. */
  refused_notifications: ['provider', 'reason', 'body', 'headers'],
  products: ['sku', 'name', 'description', 'localized', 'image_url', 'metadata', 'type', 'limit_period'],
  /** About receipts; whoever writes a note is told to name nobody. */
  reconciliation_cases: ['side', 'receipt_id', 'likely_cause', 'note'],
  reward_rules: ['reason', 'reason_key', 'currency'],
  /** For half a minute. */
  socket_tickets: ['ticket_hash', 'languages'],
  transactions: ['kind', 'status', 'currency', 'failure_code', 'reason', 'source'],
  users: ['role'],
  wallets: ['currency'],
  webhook_deliveries: ['type', 'status'],
  webhook_endpoints: [
    'url',
    'description',
    'event_types',
    'sealed_secret',
    'sealed_previous_secret',
    'disabled_because',
  ],
};

/** The section of the export that shows a table which has rows for each person; null where there is nothing to show. */
const EXPORTED: Record<string, string | null> = {
  accounts: 'profile',
  audit_details: 'auditLog',
  audit_log: 'auditLog',
  external_identities: 'externalIdentities',
  fulfilments: 'fulfilments',
  purchase_counts: 'purchaseCounts',
  /** What of limited products is set aside for the lines of unpaid orders, which `orderLines` shows. */
  reservations: null,
  grant_spendings: 'grantSpendings',
  grants: 'grants',
  guest_devices: 'devices',
  idempotency_keys: 'idempotencyKeys',
  inventory: 'inventory',
  ledger_entries: 'ledger',
  cart_lines: 'cart',
  carts: 'cart',
  economy_activity: null,
  event_erasures: null,
  told_erasures: null,
  player_event_keys: null,
  player_events: 'events',
  installs: 'installs',
  ledger_seal_ranges: null,
  ledger_seal_heads: null,
  ledger_unsealed: null,
  notifications: 'notifications',
  order_lines: 'orderLines',
  orders: 'orders',
  password_resets: 'passwordResets',
  payme_transactions: 'paymeTransactions',
  payment_notifications: 'paymentNotifications',
  payments: 'payments',
  purchase_blocks: 'purchaseBlocks',
  reward_claims: 'rewardClaims',
  sessions: 'sessions',
  socket_tickets: null,
  transactions: 'transactions',
  wallets: 'wallets',
  /** What game servers were told is what `notifications` and the sections of what happened show. */
  webhook_deliveries: null,
};

/** What still knows the id of somebody who was erased: what happened, and none of it says to whom. */
const KEPT_UNDER_THE_ID = [
  'accounts',
  'audit_details',
  'audit_log',
  'fulfilments',
  'purchase_counts',
  'grants',
  'idempotency_keys',
  'inventory',
  'ledger_entries',
  'economy_activity',
  /** For a minute: what was on its way is erased then. */
  'event_erasures',
  /** Until the rest of what was told of them is erased. */
  'told_erasures',
  'installs',
  'ledger_seal_ranges',
  'ledger_seal_heads',
  'ledger_unsealed',
  'order_lines',
  'orders',
  'outbox_events',
  'payme_transactions',
  'payment_notifications',
  'payments',
  'purchase_blocks',
  'reservations',
  'reward_claims',
  'transactions',
  'users',
  'wallets',
];

const TABLES = `from information_schema.columns c join information_schema.tables t using (table_schema, table_name)
  where table_schema = 'public' and t.table_type = 'BASE TABLE'
  and table_name !~ '^player_events_'`;

let app: TestApp;
beforeAll(async () => {
  app = await startApp({ ...OTHER_ISSUER, ...ON_THIS_MACHINE });
});
afterAll(() => app.close());

const listed = (tables: Record<string, readonly string[]>) =>
  Object.entries(tables).flatMap(([table, columns]) => columns.map((column) => `${table}.${column}`));

describe('whatever the database can hold of people', () => {
  let person: KnownPerson;

  beforeAll(async () => {
    await openShop(app);
    await openRewards(app);
    await (await Webhooks.of(app)).make(NOBODY_THERE);
    person = await register(app);
    const [support, finance] = [await makeUser(app, { role: 'support' }), await makeUser(app, { role: 'finance' })];
    await leaveTraces(app, person, { support, finance });
    await enterAsGuest(app, 'a-device-that-the-test-made-up');
    await call(app, '/users/me', { token: otherIssuersToken('somebody elsewhere') });
  });

  it('is known for each column that may hold text: add new ones above', async () => {
    const columns = await app.database.query<{ name: string }>(
      `select table_name || '.' || column_name as name ${TABLES} and data_type not in
       ('uuid', 'bigint', 'integer', 'smallint', 'boolean', 'date', 'timestamp with time zone', 'xid8', 'numeric')`,
    );
    const known = [...listed(PERSONAL), ...listed(IMPERSONAL)];
    expect(known.toSorted()).toEqual(columns.map(({ name }) => name).toSorted());
    expect(new Set(known).size).toBe(known.length);
  });

  it('was there before the erasure that the other tests look at, in each of those columns', async () => {
    const isFilled = async (name: string) => {
      const [table, column] = name.split('.');
      const [{ filled }] = await app.database.query<{ filled: boolean }>(
        `select exists (select from "${table}" where "${column}" is not null) as filled`,
      );
      return [name, filled];
    };
    // A job mails the link for a new password, in its own time.
    await eventually(async () => {
      const columns = await Promise.all(listed(PERSONAL).map(isFilled));
      expect(columns.filter(([, filled]) => !filled)).toEqual([]);
    });
  });

  it('is in the export, table by table: add new ones above', async () => {
    const tables = await app.database.query<{ name: string }>(
      `select distinct table_name as name ${TABLES} and column_name in ('user_id', 'subject_id')`,
    );
    expect(Object.keys(EXPORTED).toSorted()).toEqual(tables.map(({ name }) => name).toSorted());
    const { body } = await call(app, '/users/me/export', { token: person.token });
    const sections = Object.values(EXPORTED).filter((section) => section !== null);
    expect(Object.keys(body)).toEqual(expect.arrayContaining(sections));
  });

  it('is numbers under an id once they are erased, in tables that are known', async () => {
    expect(
      (await call(app, '/users/me', { method: 'DELETE', token: person.token, body: { password: PASSWORD } })).status,
    ).toBe(204);
    const holding = (await tablesHolding(app.database, person.id)).map((name) =>
      name.replace('public.', '').replace(/^(outbox_events)_\d$/, '$1'),
    );
    const unknown = holding.filter((name) => !name.startsWith('bullmq.') && !KEPT_UNDER_THE_ID.includes(name));
    expect(unknown).toEqual([]);
  });
});
