import { resolve } from 'node:path';
import { type AttributionSettings, attributionSettings } from './attribution-settings';
import { requireDistinctSecrets } from './distinct-secrets';
import { EnvironmentReader } from './environment-reader';
import { type ExternalIssuer, externalIssuer } from './external-issuer';
import { localSecret } from './local-secrets';
import { type MailSettings, mailSettings } from './mail-settings';
import { type PaymeSettings, paymeSettings } from './payme-settings';
import { type PipelineSettings, pipelineSettings } from './pipeline-settings';
import { type SellablesSettings, sellablesSettings } from './sellables-settings';
import { returnUrls } from './return-urls';
import { type ShopSettings, shopSettings } from './shop-settings';
import { type SocketsSettings, socketsSettings } from './sockets-settings';
import { type TrackingSettings, trackingSettings } from './tracking-settings';
import { type WebhookSettings, webhookSettings } from './webhook-settings';
import { type XsollaSettings, xsollaSettings } from './xsolla-settings';

/** `command`: one command of the CLI, beside the running processes; the environment cannot ask for it. */
export type ProcessRole = 'all' | 'api' | 'worker' | 'command';

/** Every setting of Florin, typed, read once. `.env.example` documents each; nothing else reads the environment. */
export class Config {
  readonly production: boolean;
  readonly role: ProcessRole;
  readonly host: string;
  readonly port: number;
  /** Where the embedded database, generated secrets and demonstration passwords live. */
  readonly dataFolder: string;
  /** Absent: the embedded database is started and fills both addresses in. */
  readonly databaseUrl: string | undefined;
  /** The owner of the schema, who migrates; the application's own address when there is only one role. */
  readonly databaseOwnerUrl: string | undefined;
  readonly databasePool: number;
  /** The database is the embedded one, in the data folder. */
  readonly embeddedDatabase: boolean = false;
  readonly redisUrl: string | undefined;

  readonly jwtSecret: string;
  private readonly givenSealKey: string | undefined;
  /** Those that signed earlier seals. */
  readonly retiredSealKeys: readonly string[];
  /** How often what has gathered is sealed. */
  readonly sealSeconds: number;
  readonly jwtTtlSeconds: number;
  /** How long a session holds that nobody refreshes. */
  readonly refreshTtlSeconds: number;
  /** Whose tokens count beside our own. */
  readonly externalIssuer: ExternalIssuer | undefined;
  readonly demo: boolean;
  readonly demoPassword: string | undefined;
  /** An empty database gets six weeks of a past. */
  readonly demoHistory: boolean;
  /** The most one top-up may add, in units of its currency. */
  readonly maxTopUp: number;
  /** The most a service may pay at once, in units of the currency. */
  readonly maxEarn: number;
  /** The most that a grant budget allows, in units of a currency or pieces of a product. */
  readonly maxBudgetCoins: number;
  readonly maxBudgetItems: number;
  readonly rateLimitScale: number;
  readonly mail: MailSettings;
  readonly payme: PaymeSettings;
  readonly xsolla: XsollaSettings;
  readonly shop: ShopSettings;
  /** Where players' browsers may return after a payment: addresses, with all that is below their paths. */
  readonly returnUrls: readonly string[];
  readonly sellables: SellablesSettings;
  readonly sockets: SocketsSettings;
  readonly tracking: TrackingSettings;
  readonly attribution: AttributionSettings;
  readonly pipeline: PipelineSettings;
  readonly webhooks: WebhookSettings;
  private readonly givenWebhookKey: string | undefined;
  /** Addresses or networks of the proxies whose `X-Forwarded-For` is believed. */
  readonly trustedProxies: string[];
  readonly logLevel: string;
  /** How long a leaving process goes on accepting while load balancers learn that it is not ready. */
  readonly shutdownDelaySeconds: number;
  readonly shutdownGraceSeconds: number;

  readonly economyLanes: number;
  readonly economyBatch: number;
  readonly economyQueue: number;

  /**
   * Reads and checks the environment.
   *
   * @throws Error naming every fault at once
   */
  static fromEnv(env: Readonly<Record<string, string | undefined>> = process.env): Config {
    return new Config(env);
  }

  private constructor(env: Readonly<Record<string, string | undefined>>) {
    const read = new EnvironmentReader(env);
    this.production = read.text('NODE_ENV') === 'production';
    this.role = read.oneOf<ProcessRole>('ROLE', ['all', 'api', 'worker'], 'all');
    this.host = read.text('HOST') ?? (this.production ? '0.0.0.0' : '127.0.0.1');
    this.port = read.integer('PORT', 3000, 0, 65_535);
    this.dataFolder = resolve(read.text('FLORIN_DATA') ?? '.florin');
    this.databaseUrl = read.url('DATABASE_URL', ['postgres:', 'postgresql:']);
    this.databaseOwnerUrl = read.url('DATABASE_OWNER_URL', ['postgres:', 'postgresql:']) ?? this.databaseUrl;
    this.databasePool = read.integer('DATABASE_POOL', 8, 3, 200);
    this.redisUrl = read.url('REDIS_URL', ['redis:', 'rediss:']);

    this.demo = read.boolean('DEMO', !this.production);
    this.demoPassword = read.text('DEMO_PASSWORD');
    this.demoHistory = read.boolean('DEMO_HISTORY', this.demo) && this.demo;
    this.jwtSecret = this.ownSecret(read, 'JWT_SECRET', 'jwt');
    this.givenSealKey = this.production ? read.secret('SEAL_KEY') : read.text('SEAL_KEY');
    this.retiredSealKeys = read.list('SEAL_KEYS_RETIRED');
    this.sealSeconds = read.number('SEAL_EVERY_SECONDS', 10, 0.05, 60);
    this.jwtTtlSeconds = read.integer('JWT_TTL_MIN', 15, 1, 24 * 60) * 60;
    this.refreshTtlSeconds = read.integer('REFRESH_TTL_DAYS', 30, 1, 365) * 24 * 60 * 60;
    this.externalIssuer = externalIssuer(read, this.production);
    this.maxTopUp = read.integer('MAX_TOP_UP', 1_000_000, 1, Number.MAX_SAFE_INTEGER);
    this.maxEarn = read.integer('MAX_EARN', 100_000, 1, Number.MAX_SAFE_INTEGER);
    this.maxBudgetCoins = read.integer('MAX_BUDGET_COINS', 500_000, 0, Number.MAX_SAFE_INTEGER);
    this.maxBudgetItems = read.integer('MAX_BUDGET_ITEMS', 2_000, 0, Number.MAX_SAFE_INTEGER);
    this.rateLimitScale = read.number('RATE_LIMIT_SCALE', 1, 0.01, 1_000_000);
    this.mail = mailSettings(read, this.production, this.port);
    this.payme = paymeSettings(read, this.production);
    this.xsolla = xsollaSettings(read, this.production);
    this.shop = shopSettings(read, this.production);
    this.returnUrls = returnUrls(read);
    this.sellables = sellablesSettings(read);
    this.sockets = socketsSettings(read);
    this.tracking = trackingSettings(read);
    this.attribution = attributionSettings(read, this.production);
    this.pipeline = pipelineSettings(read, this.dataFolder);
    this.webhooks = webhookSettings(read);
    this.givenWebhookKey = this.production ? read.secretIfAny('WEBHOOK_KEY') : read.text('WEBHOOK_KEY');
    this.trustedProxies = read.list('TRUSTED_PROXIES');
    this.logLevel = read.oneOf('LOG_LEVEL', ['fatal', 'error', 'warn', 'info', 'debug', 'trace', 'silent'], 'info');
    this.shutdownDelaySeconds = read.number('SHUTDOWN_DELAY_SECONDS', this.production ? 3 : 0, 0, 300);
    this.shutdownGraceSeconds = read.integer('SHUTDOWN_GRACE_SECONDS', 25, 1, 600);

    this.economyLanes = read.integer('ECONOMY_LANES', 2, 1, 32);
    this.economyBatch = read.integer('ECONOMY_BATCH', 64, 1, 512);
    this.economyQueue = read.integer('ECONOMY_QUEUE', 2_000, 1_000, 100_000);

    requireDistinctSecrets(read);
    if (this.production && this.demo) read.fault('DEMO', 'must not be true when NODE_ENV=production');
    if (this.production && !this.databaseUrl) read.fault('DATABASE_URL', 'is required when NODE_ENV=production');
    read.finish();
  }

  /** Required in production; elsewhere made once and kept in the data folder under `localName`. */
  private ownSecret(read: EnvironmentReader, name: string, localName: string): string {
    if (this.production) return read.secret(name);
    return read.text(name) ?? localSecret(this.dataFolder, localName);
  }

  /** The same settings with the addresses of the embedded database, which was started meanwhile. */
  withDatabase(databaseUrl: string, databaseOwnerUrl: string): Config {
    const database = { databaseUrl, databaseOwnerUrl, embeddedDatabase: true };
    return Object.assign(Object.create(Config.prototype) as Config, this, database);
  }

  /** The same settings for a process that does something else. */
  withRole(role: ProcessRole): Config {
    return Object.assign(Object.create(Config.prototype) as Config, this, { role });
  }

  /** Signs the seals on the ledger. Outside production it is made when first asked for, which few processes do. */
  get sealKey(): string {
    return this.givenSealKey ?? localSecret(this.dataFolder, 'seal');
  }

  /** Encrypts the secrets of webhooks. Absent in production: there are none. Elsewhere made when first asked for. */
  get webhookKey(): string | undefined {
    return this.givenWebhookKey ?? (this.production ? undefined : localSecret(this.dataFolder, 'webhooks'));
  }

  /** Whether queue consumers, crons and the outbox readers run in this process. */
  get runsWorkers(): boolean {
    return this.role === 'all' || this.role === 'worker';
  }
}
